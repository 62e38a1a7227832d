using System.Globalization;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Keys;

/// <summary>
/// A time with one KEK. The highest epoch of an organization is its current one: what is new is wrapped under it, and a
/// rotation moves what is old to it. A former epoch lasts until nothing is wrapped under it any more.
/// </summary>
public sealed class KekEpoch : AggregateRoot
{
    private KekEpoch()
    {
    }

    /// <param name="epoch">From 1 upwards.</param>
    /// <param name="provider">What holds the KEK: <c>file</c>, <c>pkcs11</c>, <c>aws-kms</c>.</param>
    /// <param name="onTrial">It begins a switch to another provider.</param>
    public KekEpoch(OrganizationId organization, int epoch, string provider, DateTimeOffset now, bool onTrial = false)
    {
        (Organization, Epoch, Provider, MadeAt, IsOnTrial) = (organization, epoch, provider, now, onTrial);
        Raise(Fact("key.epoch-began"));
        if (onTrial)
        {
            Raise(Fact("key.switch-began"));
        }
    }

    public OrganizationId Organization { get; private set; }

    public int Epoch { get; private set; }

    public string Provider { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>A switch to its provider can still be undone: the epoch before it keeps its KEK.</summary>
    public bool IsOnTrial { get; private set; }

    /// <summary>The switch is for good.</summary>
    public void Commit()
    {
        IsOnTrial = false;
        Raise(Fact("key.switch-committed"));
    }

    /// <summary>The switch is undone: another epoch follows, where the one before it was.</summary>
    public void RollBack() => Raise(Fact("key.switch-rolled-back"));

    /// <summary>Nothing is wrapped under it any more: its row goes with this fact.</summary>
    public void End() => Raise(Fact("key.epoch-ended"));

    private LedgerFact Fact(string kind) => new(kind, Organization.ToString(), null, new Dictionary<string, string>
    {
        ["epoch"] = Epoch.ToString(CultureInfo.InvariantCulture),
        ["provider"] = Provider,
    });
}
