using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
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
        IReadOnlyList<WaitingAnswer> Waiting,
        int FailedDeliveries,
        int FailedDerivatives,
        int DueWithinWeek,
        int InBin,
        int OpenErasures,
        int StandingHolds,
        int Recordings,
        long StoredBytes);

    internal sealed class Handler(IReadDb db, WaitingAnswers waiting, TimeProvider clock) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var recordings = await db.Recordings.Where(r => r.State != RecordingState.Destroyed).ToListAsync(ct);
            var soon = clock.GetUtcNow().AddDays(7);
            return new View(
                await waiting.All(ct),
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
