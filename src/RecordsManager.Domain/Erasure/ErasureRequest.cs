using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Erasure;

public enum ErasureState
{
    /// <summary>A legal hold stands on a recording with the person in it; it goes on when the hold is released.</summary>
    Deferred,
    Requested,

    /// <summary>From here on nobody can read anything of the person.</summary>
    KeyDestroyed,

    /// <summary>Bytes deleted, chat and names redacted; what remains is being made anew.</summary>
    Redacted,
    Completed,
}

/// <summary>One person's demand to be forgotten, and how far it has come.</summary>
public sealed class ErasureRequest : AggregateRoot
{
    private ErasureRequest()
    {
    }

    public ErasureRequest(ErasureRequestId id, OrganizationId organization, PersonId person, DateTimeOffset now)
    {
        Id = id;
        Organization = organization;
        Person = person;
        RequestedAt = now;
        State = ErasureState.Requested;
        Raise(new LedgerFact("erasure.requested", id.ToString(), person));
    }

    public ErasureRequestId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public PersonId Person { get; private set; }

    public ErasureState State { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }

    public DateTimeOffset? KeyDestroyedAt { get; private set; }

    public DateTimeOffset? RedactedAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public int Recordings { get; private set; }

    public int Objects { get; private set; }

    public void Defer()
    {
        if (State == ErasureState.Requested)
        {
            State = ErasureState.Deferred;
            Raise(new LedgerFact("erasure.deferred", Id.ToString(), Person, new Dictionary<string, string> { ["reason"] = "LEGAL_HOLD" }));
        }
    }

    public void KeyWasDestroyed(DateTimeOffset now, int recordings)
    {
        State = ErasureState.KeyDestroyed;
        KeyDestroyedAt = now;
        Recordings = recordings;
    }

    /// <summary>So many more objects are deleted.</summary>
    public void WasRedactedIn(int objects) => Objects += objects;

    public void WasRedacted(DateTimeOffset now)
    {
        State = ErasureState.Redacted;
        RedactedAt = now;
    }

    /// <param name="forgottenInBackupsBy">When the KEK is destroyed under which older backups of the database could still open the person; null: with the next rotation, which nobody has set a day for.</param>
    public void Complete(DateTimeOffset now, DateTimeOffset? forgottenInBackupsBy)
    {
        if (State == ErasureState.Completed)
        {
            return;
        }

        State = ErasureState.Completed;
        CompletedAt = now;
        Raise(new LedgerFact("erasure.completed", Id.ToString(), Person, new Dictionary<string, string>
        {
            ["recordings"] = Recordings.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["objects"] = Objects.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["method"] = "person key destroyed",
            ["forgottenInBackupsBy"] = forgottenInBackupsBy?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "next rotation",
        }));
    }
}
