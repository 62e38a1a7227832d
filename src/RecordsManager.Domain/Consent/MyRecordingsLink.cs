using System.Globalization;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Consent;

/// <summary>The address <c>/me/{token}</c> of one person. It ends by itself, however often it is used; a new one is made from the consent page.</summary>
public sealed class MyRecordingsLink : AggregateRoot
{
    /// <summary>A quarter of a year: docs/adr/0017.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromDays(90);

    private MyRecordingsLink()
    {
    }

    public MyRecordingsLink(MyRecordingsLinkId id, OrganizationId organization, PersonId person, DateTimeOffset now)
    {
        Id = id;
        Organization = organization;
        Person = person;
        CreatedAt = now;
        ExpiresAt = now + Term;
        Raise(new LedgerFact("my-recordings.opened", id.ToString(), person, new Dictionary<string, string>
        {
            ["expiresAt"] = ExpiresAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        }));
    }

    public MyRecordingsLinkId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public PersonId Person { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public bool IsOpen(Person whose, DateTimeOffset now) => now < ExpiresAt && whose.MayOpenWhatIsFrom(CreatedAt);
}
