using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>
/// What a rotation leaves beside the KEKs: every wrap as it stood under the new epoch, and so nothing of whom was erased by
/// then. A database backup from before the rotation is wrapped under a KEK that is gone; the shelf makes those readable
/// again who were not erased. It is of no use without the current KEK.
/// </summary>
public interface IKeyShelf
{
    /// <summary>Replaces what is there, all or nothing; durable when it returns.</summary>
    Task Replace(OrganizationId organization, IAsyncEnumerable<WrappedRow> rows, CancellationToken ct);

    /// <summary>By <see cref="WrappedRow.Id"/>; empty when there was no rotation yet.</summary>
    Task<IReadOnlyDictionary<string, WrappedKey>> Read(OrganizationId organization, CancellationToken ct);

    /// <summary>Takes one away for good. Repeating it changes nothing.</summary>
    Task Strike(OrganizationId organization, string id, CancellationToken ct);
}
