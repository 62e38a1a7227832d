using System.Globalization;
using System.Text;
using System.Text.Json;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Finds or opens what announcing a call and receiving its delivery have in common: conversation, recording, persons.</summary>
internal sealed class CallDirectory(IWriteDb db, IUnitOfWork work, IPersonCipher persons, IOrganizationCipher organization, IObjectRows rows, ICurrentActor actor, TimeProvider clock)
{
    /// <summary>The purpose of the index by which a person is found.</summary>
    public const string PersonIdentity = "person-identity";

    public async Task<Recording> Open(string source, string externalId, string conversationId, string title, DateTimeOffset? startsAt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var conversation = await db.Conversation(source, conversationId, ct);
        if (conversation is null)
        {
            conversation = new Conversation(ConversationId.New(now), actor.Organization, source, conversationId, title);
            db.Add(conversation);
        }

        var recording = Recording.Announce(RecordingId.New(now), actor.Organization, conversation.Id, source, externalId, title, startsAt, now);
        db.Add(recording);
        return recording;
    }

    /// <summary>The person behind an identity of the product. A name that was not known before is added.</summary>
    public async Task<PersonId> Person(string identity, string? displayName, CancellationToken ct)
    {
        var index = await organization.BlindIndex(actor.Organization, PersonIdentity, identity, ct);
        var known = await db.PersonByIdentity(index, ct);
        if (known is not null)
        {
            await Name(known, identity, displayName, ct);
            return known.Id;
        }

        var id = PersonId.New(clock.GetUtcNow());
        var key = await persons.NewPersonKey(actor.Organization, id, ct);
        var attributes = await Seal(id, key, new PersonAttributes(identity, displayName ?? identity), ct);
        db.Add(new Person(id, actor.Organization, index, attributes));
        db.AddPersonKey(id, key);
        work.Record(new LedgerFact("key.created", id.ToString(), id, new Dictionary<string, string> { ["epoch"] = key.Epoch.ToString(CultureInfo.InvariantCulture) }));
        return id;
    }

    private async Task Name(Person person, string identity, string? displayName, CancellationToken ct)
    {
        var key = (await rows.PersonKeys(actor.Organization, [person.Id], ct))[0];
        if (displayName is null || key is null)
        {
            return;
        }

        var text = await persons.Open(actor.Organization, person.Id, key, PersonNames.Context, person.SealedAttributes, ct);
        if (JsonSerializer.Deserialize<PersonAttributes>(text)!.DisplayName == identity)
        {
            person.Rename(await Seal(person.Id, key, new PersonAttributes(identity, displayName), ct));
        }
    }

    private Task<byte[]> Seal(PersonId person, WrappedKey key, PersonAttributes attributes, CancellationToken ct) =>
        persons.Seal(actor.Organization, person, key, PersonNames.Context, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(attributes)), ct);
}
