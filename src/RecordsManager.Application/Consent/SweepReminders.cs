using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>In which recordings has a step of reminding been reached that was not taken?</summary>
public static class SweepReminders
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<RecordingId>>;

    internal sealed class Handler(IReadDb db, ConsentGate gate, TimeProvider clock) : IRequestHandler<Query, IReadOnlyList<RecordingId>>
    {
        public async Task<IReadOnlyList<RecordingId>> Handle(Query query, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            HashSet<RecordingId> due = [];
            foreach (var (before, taken) in ReminderSteps.Of(await gate.Quarantine(cancellationToken)).Select((before, taken) => (before, taken)))
            {
                due.UnionWith(await db.Recordings
                    .Where(r => r.State == RecordingState.Kept && !r.Holds.Any(h => h.ReleasedAt == null)
                        && r.Tracks.Any(t => t.State == TrackState.Quarantined && t.Reminders <= taken && t.QuarantinedUntil > now && t.QuarantinedUntil <= now + before))
                    .Select(r => r.Id).ToListAsync(cancellationToken));
            }

            return [.. due];
        }
    }
}
