using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Learning;

/// <summary>
/// What somebody who watches answered when the player asked whether what they play may be reported. Everything that is recorded of
/// them hangs on this row.
/// </summary>
public sealed class LearningViewer : AggregateRoot
{
    private LearningViewer()
    {
    }

    public LearningViewer(OrganizationId organization, string viewer) => (Organization, Viewer) = (organization, viewer);

    public OrganizationId Organization { get; private set; }

    /// <summary>Prefixed id of a user, or of the link that was shared with its recipient.</summary>
    public string Viewer { get; private set; } = "";

    public bool HasAgreed { get; private set; }

    public DateTimeOffset AnsweredAt { get; private set; }

    /// <summary>
    /// Their name at the store: random, told nobody else, and another one after each withdrawal, so that nothing here leads to what the
    /// store keeps from before. Null: they have not agreed.
    /// </summary>
    public Guid? Pseudonym { get; private set; }

    /// <summary>By which they are found when a person with the same mail address is erased; null: no address is known.</summary>
    public byte[]? IdentityIndex { get; private set; }

    public int Version { get; private set; }

    /// <param name="pseudonym">Random.</param>
    public void Agree(Guid pseudonym, byte[]? identityIndex, DateTimeOffset now)
    {
        if (HasAgreed)
        {
            return;
        }

        (HasAgreed, AnsweredAt, Pseudonym, IdentityIndex) = (true, now, pseudonym, identityIndex);
        Version++;
        Raise(new LedgerFact("learning.agreed", Viewer));
    }

    /// <summary>Something is recorded of them in another row: at the same time they cannot take back that it may be.</summary>
    public void IsRecorded() => Version++;

    /// <summary>A no, also to what was agreed before. The caller deletes what was recorded.</summary>
    public void Refuse(DateTimeOffset now)
    {
        if (!HasAgreed && AnsweredAt != default)
        {
            return;
        }

        Raise(HasAgreed ? new LedgerFact("learning.withdrawn", Viewer) : new LedgerFact("learning.refused", Viewer));
        (HasAgreed, AnsweredAt, Pseudonym, IdentityIndex) = (false, now, null, null);
        Version++;
    }
}
