using System.Collections.Concurrent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Persistence.Model;

namespace RecordsManager.Persistence.Identity;

/// <summary>
/// API keys as they were read last, for programs that ask many times a second. A row is good for two seconds, and for no longer than the
/// feed listens and tells nothing of all of the organization: the trigger <c>revoked</c> does when a key is revoked, gets another role or
/// another end. The secret is compared, and the end looked at, each time.
/// </summary>
public sealed class RememberedKeys(IChangeFeed feed, TimeProvider clock)
{
    internal const int Most = 1000;

    internal static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (ApiKeyRow Row, long Before, long At)> _rows = new(StringComparer.Ordinal);

    internal int Count => _rows.Count;

    /// <summary>To be read before the row is. Null: it is not kept.</summary>
    internal long? Before(OrganizationId organization) => feed.Mark(organization, default); // what is told of all moves the mark of any recording

    /// <returns>Null: it has to be read.</returns>
    internal ApiKeyRow? Find(string id) =>
        _rows.TryGetValue(id, out var kept) && clock.GetElapsedTime(kept.At) < GoodFor && Before(kept.Row.Organization) == kept.Before ? kept.Row : null;

    internal void Keep(ApiKeyRow row, long? before)
    {
        if (before is null)
        {
            return;
        }

        if (_rows.Count >= Most)
        {
            _rows.Clear();
        }

        _rows[row.Id] = (row, before.Value, clock.GetTimestamp());
    }
}
