using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

public static class PendingTranscriptions
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<TranscriptionId>>;

    internal sealed class Handler(IReadDb db, ITranscriptionEngine engine) : IRequestHandler<Query, IReadOnlyList<TranscriptionId>>
    {
        public async Task<IReadOnlyList<TranscriptionId>> Handle(Query query, CancellationToken cancellationToken) =>
            !engine.IsOn ? [] : await db.Transcriptions.Where(t => t.State == TranscriptionState.Waiting).OrderBy(t => t.RequestedAt).Select(t => t.Id).ToListAsync(cancellationToken);
    }
}
