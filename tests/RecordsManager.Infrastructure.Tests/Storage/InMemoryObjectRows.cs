using System.Collections.Concurrent;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>The database's part, with what a test needs to play a crash, a thief or a restored backup.</summary>
internal sealed class InMemoryObjectRows : IObjectRows
{
    private readonly ConcurrentDictionary<PersonId, WrappedKey> _personKeys = new();
    private readonly ConcurrentDictionary<MediaObjectId, Entry> _entries = new();

    public int Count => _entries.Count;

    /// <summary>Lets a test stand where the database does between two calls.</summary>
    public Action<string> Called { get; set; } = static _ => { };

    public void AddPerson(PersonId person, WrappedKey key) => _personKeys[person] = key;

    public void DestroyPersonKey(PersonId person) => _personKeys.TryRemove(person, out _);

    public IReadOnlyList<ObjectShare> SharesOf(MediaObjectId id) => _entries[id].Shares;

    public void Tamper(MediaObjectId id, Func<ObjectRow, ObjectRow> change)
    {
        var row = change(Compose(_entries[id]));
        _entries[id] = new Entry(
            new ObjectSpec(row.Id, row.Organization, row.Owner, row.Kind, [], "tampered"),
            row.Format,
            row.Shares,
            new StoredObject(row.Id, row.PlainLength, row.CipherLength, row.PlainSha256));
    }

    /// <summary>The rows as a backup taken now would hold them.</summary>
    public InMemoryObjectRows Backup()
    {
        var copy = new InMemoryObjectRows();
        foreach (var (person, key) in _personKeys)
        {
            copy._personKeys[person] = key;
        }

        foreach (var (id, entry) in _entries)
        {
            copy._entries[id] = entry;
        }

        return copy;
    }

    public Task<IReadOnlyList<WrappedKey?>> PersonKeys(OrganizationId organization, IReadOnlyList<PersonId> persons, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<WrappedKey?>>([.. persons.Select(person => _personKeys.GetValueOrDefault(person))]);

    public Task Begin(ObjectSpec spec, int format, IReadOnlyList<ObjectShare> shares, CancellationToken ct)
    {
        _entries[spec.Id] = new Entry(spec, format, shares, null);
        return Told(nameof(Begin));
    }

    public Task MarkStored(OrganizationId organization, StoredObject stored, CancellationToken ct)
    {
        Called(nameof(MarkStored));
        _entries[stored.Id] = _entries[stored.Id] with { Stored = stored };
        return Task.CompletedTask;
    }

    public Task<ObjectRow?> Find(OrganizationId organization, MediaObjectId id, CancellationToken ct) => Task.FromResult(
        _entries.TryGetValue(id, out var entry) && entry.Stored is not null && entry.Spec.Organization == organization
            ? Compose(entry)
            : null);

    public Task ReplaceShares(OrganizationId organization, MediaObjectId id, IReadOnlyList<ObjectShare> shares, CancellationToken ct)
    {
        _entries[id] = _entries[id] with { Shares = shares };
        return Told(nameof(ReplaceShares));
    }

    public Task DestroyShares(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        foreach (var id in objects.Where(_entries.ContainsKey))
        {
            _entries[id] = _entries[id] with { Shares = [], Stored = null };
        }

        return Told(nameof(DestroyShares));
    }

    public Task Forget(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        foreach (var id in objects)
        {
            _entries.TryRemove(id, out _);
        }

        return Told(nameof(Forget));
    }

    public Task<IReadOnlyList<MediaObjectId>> Unattached(OrganizationId organization, string work, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<MediaObjectId>>(
            [.. _entries.Values.Where(e => e.Spec.Organization == organization && e.Spec.Work == work).Select(e => e.Spec.Id)]);

    /// <summary>Nothing is ever attached here, so nothing can have lost its last reference.</summary>
    public Task<IReadOnlyList<MediaObjectId>> Unreferenced(OrganizationId organization, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<MediaObjectId>>([]);

    public Task<IReadOnlyList<string>> UnfinishedWork(OrganizationId organization, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>(
            [.. _entries.Values.Where(e => e.Spec.Organization == organization).Select(e => e.Spec.Work).Distinct(StringComparer.Ordinal)]);

    private ObjectRow Compose(Entry entry) => new(
        entry.Spec.Id,
        entry.Spec.Organization,
        entry.Spec.Owner,
        entry.Spec.Kind,
        entry.Format,
        entry.Stored!.CipherLength,
        entry.Stored.PlainLength,
        entry.Stored.PlainSha256,
        [.. entry.Shares.Select(s => s with { PersonKey = s.Holder is { } holder ? _personKeys.GetValueOrDefault(holder) : null })]);

    private Task Told(string call)
    {
        Called(call);
        return Task.CompletedTask;
    }

    private sealed record Entry(ObjectSpec Spec, int Format, IReadOnlyList<ObjectShare> Shares, StoredObject? Stored);
}
