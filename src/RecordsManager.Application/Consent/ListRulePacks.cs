using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

public enum RulePackState
{
    Scheduled,
    InForce,

    /// <summary>Another has taken its place. What was captured in its time is still judged by it.</summary>
    Superseded,
    Withdrawn,
}

/// <summary>Which rules are in force, which were, and which will be?</summary>
public static class ListRulePacks
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query : IQuery<View>;

    /// <param name="ShippedVersion">Of the rules that came with this version of the product.</param>
    /// <param name="ShippedIsAside">Rules of the organization are in force, so that the shipped ones were not taken.</param>
    public sealed record View(string ShippedVersion, bool ShippedIsAside, IReadOnlyList<Row> Packs);

    /// <summary>The newest first.</summary>
    public sealed record Row(RulePackEntry Pack, RulePackState State);

    internal sealed class Handler(RuleBooks rules, RuleShelf shelf, TimeProvider clock) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var entries = await rules.Entries(cancellationToken);
            var inForce = (await rules.Book(cancellationToken)).At(clock.GetUtcNow()).Version;
            return new View(
                shelf.Shipped.Version, entries.Count > 0 && entries.All(p => p.Sha256 != shelf.ShippedSha256),
                [.. entries.Reverse().Select(p => new Row(p, StateOf(p, inForce)))]);
        }

        private RulePackState StateOf(RulePackEntry pack, string inForce) =>
            !pack.Counts ? RulePackState.Withdrawn
            : pack.EffectiveFrom > clock.GetUtcNow() ? RulePackState.Scheduled
            : pack.Version == inForce ? RulePackState.InForce
            : RulePackState.Superseded;
    }
}
