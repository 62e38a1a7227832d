using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Ingest;
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

    /// <param name="MissingCalls">Announced within the last month, due, and nothing of them arrived.</param>
    public sealed record View(
        IReadOnlyList<WaitingAnswer> Waiting,
        int FailedDeliveries,
        int MissingCalls,
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
            var now = clock.GetUtcNow();
            var soon = now.AddDays(7);
            return new View(
                await waiting.All(ct),
                await db.Deliveries.CountAsync(d => d.State == DeliveryState.Failed, ct),
                await Missing(recordings, now, ct),
                await db.Derivatives.CountAsync(d => d.State == DerivativeState.Failed, ct),
                recordings.Count(r => r.State == RecordingState.Kept && r.KeepUntil < soon && !r.IsHeld),
                recordings.Count(r => r.State == RecordingState.InBin),
                await db.ErasureRequests.CountAsync(e => e.State != ErasureState.Completed, ct),
                recordings.Count(r => r.IsHeld),
                recordings.Count,
                recordings.SelectMany(r => r.Tracks).Where(t => t.HasBytes).Sum(t => t.Bytes)
                    + (await db.Derivatives.SumAsync(d => d.Bytes, ct) ?? 0));
        }

        private async Task<int> Missing(List<Recording> recordings, DateTimeOffset now, CancellationToken ct)
        {
            var awaited = recordings.FindAll(r => r is { State: RecordingState.Announced, AnnouncedAt: not null } && r.StartedAt > now.AddDays(-30));
            var answers = await LastAnswers.Of(db, awaited.ConvertAll(r => r.Id), ct);
            return awaited.Count(r => Reconciliation.Of(r, [], answers.GetValueOrDefault(r.Id, LastAnswers.None), now).Count > 0);
        }
    }
}
