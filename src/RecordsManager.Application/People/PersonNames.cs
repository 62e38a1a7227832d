using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.People;

/// <summary>What is known of a person; lies in the database only sealed under the person's key.</summary>
/// <param name="Identity">The stable identity given by the product.</param>
public sealed record PersonAttributes(string Identity, string DisplayName);

/// <summary>How a person is shown. An erased person has no name, and none can be found out.</summary>
public sealed record PersonName(PersonId Person, string DisplayName, string Initials, bool IsErased)
{
    public static PersonName Erased(PersonId person) => new(person, "Erased person", "–", true);
}

/// <summary>Opens names for people who may see them. Nothing is cached: a destroyed key forgets its name at once.</summary>
public sealed class PersonNames(IReadDb db, IObjectRows rows, IPersonCipher cipher, ICurrentActor actor)
{
    public const string Context = "person-attributes";

    public async Task<IReadOnlyDictionary<PersonId, PersonName>> Of(IEnumerable<PersonId> persons, CancellationToken ct)
    {
        var wanted = persons.Distinct().ToList();
        var sealedAttributes = await db.People.Where(p => wanted.Contains(p.Id))
            .Select(p => new { p.Id, p.SealedAttributes })
            .ToDictionaryAsync(p => p.Id, p => p.SealedAttributes, ct);
        var keys = await rows.PersonKeys(actor.Organization, wanted, ct);

        Dictionary<PersonId, PersonName> names = [];
        for (var i = 0; i < wanted.Count; i++)
        {
            names[wanted[i]] = await Open(wanted[i], sealedAttributes.GetValueOrDefault(wanted[i]), keys[i], ct);
        }

        return names;
    }

    public async Task<PersonName> Of(PersonId person, CancellationToken ct) => (await Of([person], ct))[person];

    /// <summary>Opens one sealed text of a person; null when the key is gone.</summary>
    public async Task<string?> OpenText(PersonId person, WrappedKey? key, string context, byte[]? sealedText, CancellationToken ct)
    {
        if (key is null || sealedText is null)
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(await cipher.Open(actor.Organization, person, key, context, sealedText, ct));
        }
        catch (ObjectUnreadableException unreadable) when (unreadable.Reason == UnreadableReason.KeyDestroyed)
        {
            return null;
        }
    }

    private async Task<PersonName> Open(PersonId person, byte[]? sealedAttributes, WrappedKey? key, CancellationToken ct)
    {
        var text = await OpenText(person, key, Context, sealedAttributes, ct);
        if (text is null)
        {
            return PersonName.Erased(person);
        }

        var attributes = JsonSerializer.Deserialize<PersonAttributes>(text)!;
        return new PersonName(person, attributes.DisplayName, InitialsOf(attributes.DisplayName), false);
    }

    private static string InitialsOf(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => "?",
            1 => words[0][..1].ToUpperInvariant(),
            _ => (words[0][..1] + words[^1][..1]).ToUpperInvariant(),
        };
    }
}
