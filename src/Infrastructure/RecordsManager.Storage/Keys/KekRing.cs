using System.Collections.Concurrent;
using System.Security.Cryptography;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// The root of an organization's keys: wraps under the current epoch, and unwraps with whatever holds the epoch of a wrap. Which
/// epochs there are the database says, to all nodes alike; it is asked again after a second.
/// </summary>
public sealed class KekRing(IWrappedKeys wrapped, IEnumerable<IKekProvider> providers, StorageOptions options, TimeProvider clock) : IKeyring
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, IKekProvider> _providers = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<OrganizationId, Known> _known = new();
    private int _destroyed;

    public string Provider => options.KekProvider;

    public IReadOnlyCollection<string> Providers => _providers.Keys;

    public TimeSpan Settling => Fresh + Fresh;

    /// <summary>How many KEKs this node has destroyed.</summary>
    internal int Destroyed => Volatile.Read(ref _destroyed);

    public async Task<IReadOnlyList<HeldKek>> Held(OrganizationId organization, string provider, CancellationToken ct) =>
        [.. (await Of(provider).Epochs(organization, ct)).Select(epoch => new HeldKek(provider, epoch))];

    public async Task Make(OrganizationId organization, string provider, int epoch, CancellationToken ct) => await Of(provider).Make(organization, epoch, ct);

    public async Task<WrappedKey> Rewrap(OrganizationId organization, string subject, WrappedKey wrapped, KekEpoch to, CancellationToken ct)
    {
        using var key = await Unwrap(organization, subject, wrapped, ct);
        var provider = Of(to.Provider);
        var anew = await provider.Wrap(organization, to.Epoch, subject, key, ct);
        using var again = await provider.Unwrap(organization, subject, anew, ct);
        return CryptographicOperations.FixedTimeEquals(key.Bytes, again.Bytes)
            ? anew
            : throw new CryptographicException("A key that was wrapped anew opened as another one.");
    }

    public async Task Destroy(OrganizationId organization, HeldKek kek, CancellationToken ct)
    {
        var provider = Of(kek.Provider);
        await provider.Destroy(organization, kek.Epoch, ct);
        Interlocked.Increment(ref _destroyed);
        if ((await provider.Epochs(organization, ct)).Contains(kek.Epoch))
        {
            throw new CryptographicException("A KEK can still be used after its destruction.");
        }
    }

    public async Task Check(KekEpoch epoch, CancellationToken ct) => await Of(epoch.Provider).Check(epoch.Organization, epoch.Epoch, ct);

    /// <summary>Wraps under the current epoch.</summary>
    internal async ValueTask<WrappedKey> Wrap(OrganizationId organization, string subject, SecretKey key, CancellationToken ct)
    {
        var epochs = await Epochs(organization, ct);
        if (epochs is not [.., var current])
        {
            throw new KekUnavailableException("The organization has no KEK: it was not set up with the verb seed.");
        }

        return await Of(current.Provider).Wrap(organization, current.Epoch, subject, key, ct);
    }

    /// <exception cref="ObjectUnreadableException">The epoch has ended, or the row belongs elsewhere.</exception>
    internal async ValueTask<SecretKey> Unwrap(OrganizationId organization, string subject, WrappedKey key, CancellationToken ct)
    {
        var epoch = (await Epochs(organization, ct)).FirstOrDefault(e => e.Epoch == key.Epoch);
        if (epoch is null)
        {
            _known.TryRemove(organization, out _); // one that has just begun
            epoch = (await Epochs(organization, ct)).FirstOrDefault(e => e.Epoch == key.Epoch);
        }

        return epoch is null
            ? throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed)
            : await Of(epoch.Provider).Unwrap(organization, subject, key, ct);
    }

    private async ValueTask<IReadOnlyList<KekEpoch>> Epochs(OrganizationId organization, CancellationToken ct)
    {
        if (_known.TryGetValue(organization, out var known) && clock.GetElapsedTime(known.At) < Fresh)
        {
            return known.Epochs;
        }

        var at = clock.GetTimestamp();
        var epochs = await wrapped.Epochs(organization, ct);
        if (epochs.Count > 0)
        {
            _known[organization] = new Known(epochs, at);
        }

        return epochs;
    }

    private IKekProvider Of(string name) => _providers.GetValueOrDefault(name)
        ?? throw new KekUnavailableException($"KEKs are held by {name}, which is not set up on this server. docs/operations.md says how.");

    private sealed record Known(IReadOnlyList<KekEpoch> Epochs, long At);
}
