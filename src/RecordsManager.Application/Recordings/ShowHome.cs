using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Is anything wrong or due?</summary>
public static class ShowHome
{
    [Requires(Permission.DeliveriesRead)]
    public sealed record Query : IQuery<View>;

    public sealed record View(
        IReadOnlyList<WaitingCall> Waiting,
        int FailedDeliveries,
        int FailedDerivatives,
        int DueWithinWeek,
        int InBin,
        int OpenErasures,
        int StandingHolds,
        int Recordings,
        long StoredBytes);

    public sealed record WaitingCall(RecordingId Recording, string Title, int People, DateTimeOffset? Deadline);

    internal sealed class Handler(IReadDb db, TimeProvider clock) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var recordings = await db.Recordings.Where(r => r.State != RecordingState.Destroyed).ToListAsync(ct);
            var soon = clock.GetUtcNow().AddDays(7);
            var waiting = recordings
                .Where(r => r.State == RecordingState.Kept && r.Tracks.Any(t => t.State == TrackState.Quarantined))
                .Select(r => new WaitingCall(
                    r.Id, r.Title,
                    r.Tracks.Where(t => t.State == TrackState.Quarantined).Select(t => t.Participant).Distinct().Count(),
                    r.Tracks.Where(t => t.State == TrackState.Quarantined).Min(t => t.QuarantinedUntil)))
                .OrderBy(w => w.Deadline);
            return new View(
                [.. waiting],
                await db.Deliveries.CountAsync(d => d.State == DeliveryState.Failed, ct),
                await db.Derivatives.CountAsync(d => d.State == DerivativeState.Failed, ct),
                recordings.Count(r => r.State == RecordingState.Kept && r.KeepUntil < soon && !r.IsHeld),
                recordings.Count(r => r.State == RecordingState.InBin),
                await db.ErasureRequests.CountAsync(e => e.State != ErasureState.Completed, ct),
                recordings.Count(r => r.IsHeld),
                recordings.Count,
                recordings.SelectMany(r => r.Tracks).Where(t => t.HasBytes).Sum(t => t.Bytes)
                    + (await db.Derivatives.SumAsync(d => d.Bytes, ct) ?? 0));
        }
    }
}
