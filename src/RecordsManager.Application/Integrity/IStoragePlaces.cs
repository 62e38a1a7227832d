using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>The places in which an object's bytes lie, each by itself.</summary>
public interface IStoragePlaces
{
    /// <summary>One, or two: <c>first</c> and <c>second</c>.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>As the vault opens it, from this place and from no other; null where it is not there.</summary>
    /// <exception cref="ObjectUnreadableException">No such object, a holder's key was destroyed, or what lies here does not verify.</exception>
    Task<IObjectReader?> Open(string place, OrganizationId organization, MediaObjectId id, CancellationToken ct);

    /// <summary>Whether the place belongs to this store for less long than the object exists: it was never given it.</summary>
    Task<bool> CameLater(string place, MediaObjectId id, CancellationToken ct);

    /// <summary>Replaces what lies at a place, if anything does, by what lies at the other.</summary>
    Task Replace(string place, MediaObjectId id, CancellationToken ct);

    /// <summary>Copies and deletes what is owed; what still cannot be done stays owed.</summary>
    /// <returns>How many were paid.</returns>
    Task<int> Reconcile(CancellationToken ct);

    /// <summary>Objects are to be put under lock, and a place has locks.</summary>
    bool HaveLocks { get; }

    /// <summary>Keeps an object from being deleted before that moment, wherever it lies. A lock is only ever made longer.</summary>
    /// <returns>False: a place does not have the object yet, and has to be asked again.</returns>
    Task<bool> Lock(MediaObjectId id, DateTimeOffset until, CancellationToken ct);

    /// <summary>Removes what writers left that died days ago.</summary>
    Task<int> DeleteUnfinished(CancellationToken ct);
}
