using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Chapters;

/// <summary>Where might something new begin? Worked out anew each time and kept nowhere: it is a chapter when a person takes it.</summary>
public static class ProposeChapters
{
    /// <param name="Peaks">How loud each person is, as <see cref="OpenWaveforms"/> gives it: read as media are, and noted before.</param>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Query(RecordingId Recording, IReadOnlyDictionary<ParticipantId, byte[]> Peaks) : IQuery<Result<View>>;

    public sealed record View(IReadOnlyList<ChapterProposal> Proposals);

    internal sealed class Handler(IReadDb db, CallViews calls) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken) is { } recording
                ? new View(ChapterProposals.Of(await calls.Of(recording, link: null, cancellationToken), query.Peaks))
                : RecordingErrors.NotFound;
    }
}
