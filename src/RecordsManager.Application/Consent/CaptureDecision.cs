using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>May each participant be captured now, and why?</summary>
public static class CaptureDecision
{
    [Requires(Permission.ConsentRead)]
    public sealed record Query(RecordingId Recording) : IQuery<Result<IReadOnlyList<Row>>>;

    /// <param name="Rule">Code of the jurisdiction whose rule decided.</param>
    public sealed record Row(ParticipantId Participant, bool MayCapture, ConsentModel Model, string Rule, string RulePack, IReadOnlyList<string> Reasons);

    internal sealed class Handler(IReadDb db, ConsentGate gate) : IRequestHandler<Query, Result<IReadOnlyList<Row>>>
    {
        public async Task<Result<IReadOnlyList<Row>>> Handle(Query query, CancellationToken cancellationToken)
        {
            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var events = await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(cancellationToken);
            var decisions = await gate.Decide(recording, events, cancellationToken);
            return decisions
                .Select(d => new Row(d.Key, d.Value.MayCapture, d.Value.Model, d.Value.Rule.Code, d.Value.PackVersion, [.. d.Value.Codes]))
                .ToList();
        }
    }
}
