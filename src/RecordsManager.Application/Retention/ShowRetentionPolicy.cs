using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Retention;

/// <summary>What is kept how long, and what a change would move. Nothing changes until the change is approved.</summary>
public static class ShowRetentionPolicy
{
    /// <param name="TryKeep">An ISO 8601 period to try, or null.</param>
    [Requires(Permission.PolicyRead)]
    public sealed record Query(string? TryKeep = null, int? TryGraceDays = null) : IQuery<View>;

    /// <param name="Error">Why the tried values cannot be.</param>
    public sealed record View(string Keep, int GraceDays, int Version, string TimeZone, int Recordings, IReadOnlyList<Month> Forecast, Trial? Trial, Error? Error);

    /// <summary>How many recordings' retention ends in a month.</summary>
    public sealed record Month(DateOnly First, int Now, int Tried);

    /// <param name="DueAtOnce">Recordings that the next sweep would put into the bin.</param>
    public sealed record Trial(string Keep, int GraceDays, int Moved, int DueAtOnce, int Held, IReadOnlyList<Move> Moves);

    public sealed record Move(RecordingId Recording, string Title, DateTimeOffset Was, DateTimeOffset WouldBe, bool IsHeld);

    internal sealed class Handler(IReadDb db, TimeProvider clock) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var policy = await db.RetentionPolicies.SingleAsync(ct);
            var organization = await db.Organizations.SingleAsync(ct);
            var zone = organization.Zone();
            var kept = await db.Recordings.Where(r => r.State == RecordingState.Kept && r.KeepUntil != null).ToListAsync(ct);
            var tried = RetentionPeriod.Parse(query.TryKeep ?? policy.Keep);
            var grace = query.TryGraceDays ?? policy.GraceDays;
            Error? error = tried.Error ?? (grace is < 0 or > 365 ? RetentionErrors.GraceOutOfRange : null);

            var moves = error is null
                ? kept.ConvertAll(r => new Move(
                    r.Id, r.Title, r.KeepUntil!.Value, r.KeepUntilUnder(policy.KeepPeriod.EndAfter(r.StartedAt, zone), tried.Value.EndAfter(r.StartedAt, zone)), r.IsHeld))
                : [];
            var trial = error is null && (query.TryKeep is not null || query.TryGraceDays is not null)
                ? new Trial(
                    tried.Value.ToString(), grace, moves.Count(m => m.Was != m.WouldBe),
                    moves.Count(m => m.WouldBe <= clock.GetUtcNow() && !m.IsHeld), moves.Count(m => m.IsHeld),
                    [.. moves.Where(m => m.Was != m.WouldBe).OrderBy(m => m.WouldBe).Take(50)])
                : null;
            return new View(policy.Keep, policy.GraceDays, policy.Version, organization.TimeZone, kept.Count, Forecast(kept, moves), trial, error);
        }

        private IReadOnlyList<Month> Forecast(List<Recording> kept, List<Move> moves)
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            var first = new DateOnly(today.Year, today.Month, 1);
            return [.. Enumerable.Range(0, 12).Select(first.AddMonths).Select(month => new Month(
                month,
                kept.Count(r => In(month, r.KeepUntil!.Value)),
                moves.Count(m => In(month, m.WouldBe))))];
        }

        private static bool In(DateOnly month, DateTimeOffset at) => at.UtcDateTime.Year == month.Year && at.UtcDateTime.Month == month.Month;
    }
}
