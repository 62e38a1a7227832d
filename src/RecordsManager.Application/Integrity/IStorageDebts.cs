using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

public enum Owed
{
    /// <summary>The object lies elsewhere, and not here.</summary>
    Copy,

    /// <summary>The object was destroyed, and its bytes are still here.</summary>
    Deletion,
}

/// <param name="NotBefore">The store keeps it under lock until then.</param>
public sealed record StorageDebt(MediaObjectId Object, string Place, Owed Owed, DateTimeOffset? NotBefore);

/// <summary>What a place of the object store could not be given, or made to give up, when it was asked. Every call is a transaction of its own.</summary>
public interface IStorageDebts
{
    Task Owe(StorageDebt debt, CancellationToken ct);

    Task<bool> IsOwed(MediaObjectId id, string place, CancellationToken ct);

    /// <summary>What may be paid now, in the order of the objects.</summary>
    Task<IReadOnlyList<StorageDebt>> Due(MediaObjectId? after, int limit, CancellationToken ct);

    /// <returns>Whether it was owed still.</returns>
    Task<bool> Paid(StorageDebt debt, CancellationToken ct);

    /// <summary>An object that is destroyed is owed no copies.</summary>
    Task Forgive(MediaObjectId id, CancellationToken ct);

    Task<int> Count(Owed owed, CancellationToken ct);

    /// <summary>When a place was first asked about; now, if it never was.</summary>
    Task<DateTimeOffset> Since(string address, CancellationToken ct);
}
