using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Learning;

/// <summary>Where learning signals go, and how those fare that are on their way.</summary>
public static class ShowLearning
{
    private const int MostShown = 50;

    [Requires(Permission.PolicyRead)]
    public sealed record Query : IQuery<View>;

    /// <param name="Settings">Null: never set up.</param>
    /// <param name="Agreed">Viewers who agreed.</param>
    /// <param name="NextAt">When the next of those that wait is tried; null: none waits.</param>
    /// <param name="Failure">The last one; null: there was none.</param>
    /// <param name="Dead">The latest of those that are given up.</param>
    public sealed record View(
        Terms? Settings, int Agreed, int Refused, int Waiting, int DeadInAll, DateTimeOffset? NextAt, long Sent, DateTimeOffset? SentAt, string? Failure, DateTimeOffset? FailedAt, IReadOnlyList<Row> Dead);

    /// <param name="Percent">Of a recording, for it to be completed.</param>
    public sealed record Terms(string Endpoint, string Key, int Percent, bool IsOn, string HomePage);

    public sealed record Row(LearningStatementId Id, string Verb, DateTimeOffset At, int Attempts, string Failure);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var store = await db.LearningStores.FirstOrDefaultAsync(ct);
            var tally = await db.LearningTallies.FirstOrDefaultAsync(ct);
            var answers = await db.LearningViewers.GroupBy(v => v.HasAgreed).Select(g => new { HasAgreed = g.Key, Count = g.Count() }).ToListAsync(ct);
            var waiting = db.LearningStatements.Where(s => s.State == LearningStatementState.Waiting);
            var dead = db.LearningStatements.Where(s => s.State == LearningStatementState.Dead);
            return new View(
                store is null ? null : new Terms(store.Endpoint, store.Key, (int)Math.Round(100 * store.Threshold), store.IsOn, store.HomePage),
                answers.Find(a => a.HasAgreed)?.Count ?? 0, answers.Find(a => !a.HasAgreed)?.Count ?? 0,
                await waiting.CountAsync(ct), await dead.CountAsync(ct), await waiting.MinAsync(s => (DateTimeOffset?)s.NextAt, ct),
                tally?.Sent ?? 0, tally?.SentAt, tally?.Failure, tally?.FailedAt,
                await dead.OrderByDescending(s => s.At).Take(MostShown).Select(s => new Row(s.Id, s.Verb, s.At, s.Attempts, s.Failure ?? "")).ToListAsync(ct));
        }
    }
}
