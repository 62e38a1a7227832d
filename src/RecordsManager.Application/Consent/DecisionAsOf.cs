using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>
/// The decision as it was at a past time, made again: by the policy in force then, from what had been written here by then.
/// What came later, whatever time it speaks of, does not count.
/// </summary>
public static class DecisionAsOf
{
    /// <param name="AsOf">Null is now.</param>
    [Requires(Permission.ConsentRead)]
    public sealed record Query(RecordingId Recording, DateTimeOffset? AsOf = null) : IQuery<Result<View>>;

    /// <param name="PolicyVersion">0 before the first change: the defaults.</param>
    /// <param name="Events">How many consent events were known.</param>
    public sealed record View(DateTimeOffset AsOf, string RulePack, int PolicyVersion, int Events, IReadOnlyList<Row> Participants);

    public sealed record Row(ParticipantId Participant, ConsentDecision Decision);

    internal sealed class Handler(IReadDb db, ConsentGate gate, RuleBooks rules, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var asOf = query.AsOf ?? clock.GetUtcNow();
            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            if (asOf > clock.GetUtcNow())
            {
                return ConsentErrors.AsOfIsToCome;
            }

            var policy = await db.ConsentPolicies.Where(p => p.InForceSince <= asOf).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancellationToken);
            var events = await db.ConsentEvents.Where(e => e.Recording == recording.Id && e.RecordedAt <= asOf).ToListAsync(cancellationToken);
            var decisions = await gate.DecideAsOf(recording, events, policy?.Terms ?? new PolicyTerms(), asOf, cancellationToken);
            return new View(
                asOf, decisions.Values.Select(d => d.PackVersion).FirstOrDefault() ?? (await rules.Book(cancellationToken)).At(asOf).Version, policy?.Version ?? 0, events.Count,
                [.. recording.Participants.Where(p => decisions.ContainsKey(p.Id)).OrderBy(p => p.Ordinal).Select(p => new Row(p.Id, decisions[p.Id]))]);
        }
    }
}
