using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// A key wrapped with AES-KWP (RFC 5649; a 32-byte key makes a 40-byte blob) under key <paramref name="Epoch"/> (an
/// organization's KEK) or under a person key (epoch 0), with a 16-byte check that binds it to its place.
/// </summary>
public sealed record WrappedKey(int Epoch, byte[] Blob, byte[] Check);

/// <param name="Holder">Null: the organization.</param>
/// <param name="PersonKey">The holder's own key as it is now; null when destroyed, and for the organization.</param>
public sealed record ObjectShare(PersonId? Holder, WrappedKey Share, WrappedKey? PersonKey);

public sealed record ObjectRow(
    MediaObjectId Id,
    OrganizationId Organization,
    string Owner,
    ObjectKind Kind,
    int Format,
    long CipherLength,
    long PlainLength,
    string PlainSha256,
    IReadOnlyList<ObjectShare> Shares);

/// <summary>
/// The database's part of an object. Every call is a transaction of its own: a row is there before the first byte of its
/// file is, so that nothing on disk is ever unknown.
/// </summary>
public interface IObjectRows
{
    /// <summary>The keys of <paramref name="persons"/>, in their order; null where destroyed or unknown.</summary>
    Task<IReadOnlyList<WrappedKey?>> PersonKeys(OrganizationId organization, IReadOnlyList<PersonId> persons, CancellationToken ct);

    Task Begin(ObjectSpec spec, int format, IReadOnlyList<ObjectShare> shares, CancellationToken ct);

    Task MarkStored(OrganizationId organization, StoredObject stored, CancellationToken ct);

    /// <summary>Null unless stored.</summary>
    Task<ObjectRow?> Find(OrganizationId organization, MediaObjectId id, CancellationToken ct);

    Task ReplaceShares(OrganizationId organization, MediaObjectId id, IReadOnlyList<ObjectShare> shares, CancellationToken ct);

    /// <summary>Deletes the shares and marks the rows as destroyed; the bytes may follow.</summary>
    Task DestroyShares(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct);

    /// <summary>Forgets rows whose bytes are gone.</summary>
    Task Forget(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct);

    Task<IReadOnlyList<MediaObjectId>> Unattached(OrganizationId organization, string work, CancellationToken ct);

    /// <summary>Attached once, and nothing refers to them any more: what a crash left between a commit and its clean-up.</summary>
    Task<IReadOnlyList<MediaObjectId>> Unreferenced(OrganizationId organization, CancellationToken ct);

    /// <summary>The units of work that have unattached objects.</summary>
    Task<IReadOnlyList<string>> UnfinishedWork(OrganizationId organization, CancellationToken ct);
}
