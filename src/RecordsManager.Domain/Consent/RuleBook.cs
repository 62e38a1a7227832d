namespace RecordsManager.Domain.Consent;

/// <param name="From">Its day begins; until then the pack before it holds.</param>
public sealed record PackInForce(DateTimeOffset From, RulePack Pack);

/// <summary>
/// The rule packs of an organization, each in force from its day until the next one's. What was captured is judged by the
/// pack of its time: new rules make nothing unlawful that was lawful when it was captured (consent-model.md, section 1).
/// </summary>
/// <param name="First">From the beginning of time.</param>
/// <param name="Later">By <see cref="PackInForce.From"/>, ascending.</param>
public sealed record RuleBook(RulePack First, IReadOnlyList<PackInForce> Later)
{
    /// <summary>When rules change.</summary>
    public IEnumerable<DateTimeOffset> Changes => Later.Select(l => l.From);

    /// <summary>One pack for all times.</summary>
    public static RuleBook Of(RulePack pack) => new(pack, []);

    public RulePack At(DateTimeOffset at) => Later.LastOrDefault(l => l.From <= at)?.Pack ?? First;
}
