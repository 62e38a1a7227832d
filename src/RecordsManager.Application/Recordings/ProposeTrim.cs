using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Where does the call really begin and end? Worked out anew each time and kept nowhere: a person applies it.</summary>
public static class ProposeTrim
{
    /// <param name="Peaks">How loud each person is, as <see cref="OpenWaveforms"/> gives it: read as media are, and noted before.</param>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Query(RecordingId Recording, IReadOnlyDictionary<ParticipantId, byte[]> Peaks) : IQuery<Result<View>>;

    /// <param name="Trim">What is played now; null: all.</param>
    /// <param name="Proposed">Null: there is no dead air worth passing over, or it is passed over already.</param>
    public sealed record View(Span? Trim, Span? Proposed);

    internal sealed class Handler(IReadDb db, CallViews calls) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken) is not { } recording)
            {
                return RecordingErrors.NotFound;
            }

            var call = await calls.Of(recording, link: null, cancellationToken);
            var proposed = DeadAir.Trim(call, query.Peaks);
            return new View(call.Trim, proposed == call.Trim ? null : proposed);
        }
    }
}
