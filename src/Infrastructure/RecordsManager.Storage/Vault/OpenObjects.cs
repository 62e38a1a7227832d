using System.Collections.Concurrent;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Storage.Floe;

namespace RecordsManager.Storage.Vault;

/// <summary>
/// What is open on this node, and of whom: an erasure closes it before the next segment. An unwrapped key lives no longer
/// than its reader.
/// </summary>
/// <param name="shared">Readers that outlive a request; they are open like any other.</param>
internal sealed class OpenObjects(IObjectRows rows, SharedReaders shared)
{
    private readonly ConcurrentDictionary<FloeReader, (OrganizationId Organization, IReadOnlyList<PersonId> Holders)> _open = new();
    private int _erasures;

    internal SharedReaders Shared => shared;

    /// <summary>To be read before the object's row is: whoever is erased after it is not missed.</summary>
    internal int Erasures => Volatile.Read(ref _erasures);

    /// <exception cref="ObjectUnreadableException">A holder was erased since <paramref name="erasuresBefore"/> was read.</exception>
    internal async ValueTask Add(FloeReader reader, OrganizationId organization, IReadOnlyList<PersonId> holders, int erasuresBefore, CancellationToken ct)
    {
        _open[reader] = (organization, holders);
        if (Erasures != erasuresBefore && !await AreThere(organization, holders, ct))
        {
            Remove(reader);
            throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
        }
    }

    internal void Remove(FloeReader reader) => _open.TryRemove(reader, out _);

    internal void Close(PersonId erased)
    {
        Interlocked.Increment(ref _erasures);
        foreach (var (reader, of) in _open)
        {
            if (of.Holders.Contains(erased))
            {
                reader.Revoke();
            }
        }

        shared.DropRevoked();
    }

    /// <summary>After the feed was interrupted: asks the database of whom nothing may be open any more.</summary>
    internal async Task CloseWhoIsGone(CancellationToken ct)
    {
        Interlocked.Increment(ref _erasures);
        foreach (var (reader, of) in _open)
        {
            if (!await AreThere(of.Organization, of.Holders, ct))
            {
                reader.Revoke();
            }
        }

        shared.DropRevoked();
    }

    private async Task<bool> AreThere(OrganizationId organization, IReadOnlyList<PersonId> holders, CancellationToken ct) =>
        holders.Count == 0 || (await rows.PersonKeys(organization, holders, ct)).All(key => key is not null);
}
