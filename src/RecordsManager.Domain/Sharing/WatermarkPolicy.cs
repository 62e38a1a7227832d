using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Sharing;

public enum WatermarkAudience
{
    Nobody,

    /// <summary>Who watches through a share link.</summary>
    Recipients,
    Everybody,
}

/// <summary>Over whose picture the player writes who watches it. Nobody's until somebody decides it.</summary>
public sealed class WatermarkPolicy : AggregateRoot
{
    private WatermarkPolicy()
    {
    }

    public WatermarkPolicy(OrganizationId organization) => Organization = organization;

    public OrganizationId Organization { get; private set; }

    public WatermarkAudience ShownTo { get; private set; }

    public int Version { get; private set; }

    public void Change(WatermarkAudience shownTo)
    {
        if (shownTo == ShownTo)
        {
            return;
        }

        var was = ShownTo;
        ShownTo = shownTo;
        Version++;
        Raise(new LedgerFact("policy.watermark-changed", Organization.ToString(), null, new Dictionary<string, string> { ["shownTo"] = shownTo.ToString().ToLowerInvariant(), ["was"] = was.ToString().ToLowerInvariant() }));
    }
}
