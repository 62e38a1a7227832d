using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Erasure;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Storage.Named;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// A text for each erasure, <c>{organization}/erasures/{person}</c>: beside the objects, beside the KEKs, and with the published
/// checkpoints. Its last line is a MAC under the organization's index key, so that nobody who can only write to one of these
/// places can make us forget somebody.
/// </summary>
internal sealed partial class ErasureJournal(StorageOptions options, ILogger<ErasureJournal> log) : IErasureJournal
{
    private readonly IndexKey _index = new(options);

    private readonly IReadOnlyList<INamedObjects> _places =
    [
        NamedObjects.Open(options.Bucket is { } bucket ? bucket.TrimEnd('/') + "/journal" : Path.Combine(Path.GetFullPath(options.Root), "journal")),
        NamedObjects.Open(Path.Combine(Path.GetFullPath(options.KeysFolder), "journal")),
        .. options.PublishedCheckpoints is { } published ? [NamedObjects.Open(published)] : Array.Empty<INamedObjects>(),
    ];

    public async Task Write(JournaledErasure erasure, CancellationToken ct)
    {
        var text = TextOf(erasure);
        foreach (var place in _places)
        {
            await place.Write(FolderOf(erasure.Organization) + erasure.Person, text + MacOf(erasure.Organization, text), ct);
        }
    }

    public async Task<IReadOnlyList<JournaledErasure>> Read(OrganizationId organization, CancellationToken ct)
    {
        Dictionary<PersonId, JournaledErasure> journal = [];
        foreach (var place in _places)
        {
            foreach (var name in await place.List(FolderOf(organization), ct))
            {
                if (await place.Read(name, ct) is { } text && Genuine(organization, text) is { } erasure)
                {
                    journal[erasure.Person] = erasure;
                }
                else
                {
                    NotOurs(log, name);
                }
            }
        }

        return [.. journal.Values.OrderBy(e => e.At)];
    }

    private static string FolderOf(OrganizationId organization) => $"{organization}/erasures/";

    private static string TextOf(JournaledErasure erasure) => string.Create(
        CultureInfo.InvariantCulture, $"recordsmanager/erasure/v1\n{erasure.Organization}\n{erasure.Person}\n{erasure.Request}\n{erasure.At.UtcDateTime:O}\n");

    private JournaledErasure? Genuine(OrganizationId organization, string text)
    {
        var end = text.TrimEnd('\n').LastIndexOf('\n') + 1;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(MacOf(organization, text[..end])), Encoding.UTF8.GetBytes(text[end..]))
            && text[..end].Split('\n') is [_, _, var person, var request, var at, ""]
            && PersonId.TryParse(person, out var whom) && ErasureRequestId.TryParse(request, out var id)
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var when)
                ? new JournaledErasure(organization, whom, id, when)
                : null;
    }

    private string MacOf(OrganizationId organization, string text) => Convert.ToHexStringLower(_index.Mac(organization, Encoding.UTF8.GetBytes("journal\n" + text))) + "\n";

    [LoggerMessage(EventId = 2310, Level = LogLevel.Error, Message = "{Name} in the journal of erasures is not what we wrote and was left out")]
    private static partial void NotOurs(ILogger log, string name);
}
