using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

public enum Damage
{
    /// <summary>Nothing lies there under its name.</summary>
    Missing,

    /// <summary>What lies there is not what was encrypted: changed, cut off, or another object.</summary>
    Changed,

    /// <summary>It verifies, and its plaintext is not that of the row.</summary>
    NotAsStored,

    /// <summary>It verifies and is that of the row, and the ledger tells of another.</summary>
    NotAsInTheLedger,
}

/// <summary>An object that was not what had been written, in one place. The row outlives the object.</summary>
public sealed class ObjectDamage
{
    public required Guid Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required MediaObjectId Object { get; init; }

    public required string Place { get; init; }

    public required Damage What { get; init; }

    public required ObjectKind ObjectKind { get; init; }

    /// <summary>Prefixed id of what the object belongs to.</summary>
    public required string Owner { get; init; }

    /// <summary>Null where the bytes belong to no recording yet.</summary>
    public RecordingId? Recording { get; init; }

    public required DateTimeOffset FoundAt { get; init; }

    public DateTimeOffset? RepairedAt { get; private set; }

    public void Repaired(DateTimeOffset at) => RepairedAt ??= at;
}
