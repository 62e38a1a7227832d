using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>What an object's bytes are; part of the associated data that binds ciphertext to its place.</summary>
public enum ObjectKind
{
    Upload,
    Delivery,
    Track,
    Stem,
    Mix,
    Composite,
    Waveform,
    Remux,
}

/// <summary>
/// A new encrypted object. Its data key is split n-of-n among <paramref name="Holders"/>: it opens only while the key of
/// every one of them exists. No holder means that the organization's key holds it (staged deliveries, empty scenes).
/// </summary>
/// <param name="Owner">The prefixed id of what it belongs to (rec_…, dlv_…, upl_…); bound as associated data.</param>
/// <param name="Work">The unit of work that makes it; an object still unattached when that work starts again is removed.</param>
public sealed record ObjectSpec(
    MediaObjectId Id,
    OrganizationId Organization,
    string Owner,
    ObjectKind Kind,
    IReadOnlyList<PersonId> Holders,
    string Work);

/// <param name="PlainLength">Bytes of plaintext.</param>
/// <param name="PlainSha256">Lower-case hex.</param>
public sealed record StoredObject(MediaObjectId Id, long PlainLength, long CipherLength, string PlainSha256);

/// <summary>Encrypted objects at rest. Plaintext exists in memory only, one segment at a time.</summary>
public interface IObjectVault
{
    /// <summary>Starts an object. Bytes become readable only after <see cref="IObjectWriter.Complete"/>.</summary>
    /// <exception cref="ObjectUnreadableException">A holder's key was destroyed.</exception>
    Task<IObjectWriter> Create(ObjectSpec spec, CancellationToken ct);

    /// <exception cref="ObjectUnreadableException">No such object, a holder's key was destroyed, or its header does not verify.</exception>
    Task<IObjectReader> Open(OrganizationId organization, MediaObjectId id, CancellationToken ct);

    /// <summary>
    /// As <see cref="Open"/>, for many small reads that come one by one: others may have the same reader, and it may have been opened up to
    /// two seconds ago. Whoever holds a part and was erased since is refused as by a new one; on the node that destroyed the object, so is the object.
    /// </summary>
    ValueTask<IObjectReader> OpenShared(OrganizationId organization, MediaObjectId id, CancellationToken ct);

    /// <summary>
    /// Gives an object of the organization to <paramref name="holders"/>: the same data key, split and wrapped anew, in one
    /// transaction; no byte is written again.
    /// </summary>
    /// <exception cref="ObjectUnreadableException">No such object, or a holder's key was destroyed.</exception>
    Task Reseal(OrganizationId organization, MediaObjectId id, IReadOnlyList<PersonId> holders, CancellationToken ct);

    /// <summary>Destroys key shares first, then the bytes. Repeating it changes nothing.</summary>
    Task Destroy(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct);

    /// <summary>Destroys what an interrupted run of <paramref name="work"/> left behind. Only its exclusive owner may call this.</summary>
    /// <returns>How many objects were removed.</returns>
    Task<int> DestroyUnattached(OrganizationId organization, string work, CancellationToken ct);
}

/// <summary>Dispose without Complete discards everything written.</summary>
public interface IObjectWriter : IAsyncDisposable
{
    /// <summary>Write-only, forward-only; takes plaintext.</summary>
    Stream Body { get; }

    /// <summary>Makes the ciphertext durable (fsync of file and directory) and the object readable.</summary>
    Task<StoredObject> Complete(CancellationToken ct);
}

/// <summary>Random access to the plaintext. Safe for concurrent use.</summary>
public interface IObjectReader : IAsyncDisposable
{
    /// <summary>Bytes of plaintext.</summary>
    long Length { get; }

    /// <summary>Reads up to <paramref name="buffer"/>'s length at <paramref name="offset"/>; 0 at the end. Every byte returned was authenticated.</summary>
    /// <exception cref="ObjectUnreadableException">A segment does not verify.</exception>
    ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct);

    /// <summary>Streams [offset, offset+length) to <paramref name="destination"/>, a segment at a time.</summary>
    Task CopyTo(long offset, long length, Stream destination, CancellationToken ct);
}

public enum UnreadableReason
{
    NotFound,
    KeyDestroyed,
    Damaged,
}

/// <summary>Says why, and never more: no key id, no path.</summary>
public sealed class ObjectUnreadableException(UnreadableReason reason)
    : Exception($"The object cannot be read: {reason}.")
{
    public UnreadableReason Reason { get; } = reason;
}

/// <summary>What holds the bytes is down or full: whatever was to be read or written is worth another try.</summary>
public abstract class StoreOutageException(string message, Exception inner) : IOException(message, inner);
