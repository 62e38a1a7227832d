using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>One line of the ledger as it was written.</summary>
/// <param name="Leaf">Canonical JSON (RFC 8785) of a <see cref="Proofs.Leaf"/>; its SHA-256 with prefix 0x00 is <paramref name="LeafHash"/> (RFC 6962).</param>
/// <param name="Subtrees">The hashes of the full subtrees that this entry completes, from level 1 upwards, 32 bytes each.</param>
public sealed record LedgerEntry(
    OrganizationId Organization,
    long Index,
    DateTimeOffset At,
    string Kind,
    string Object,
    string? Person,
    string Actor,
    string Leaf,
    byte[] LeafHash,
    byte[] Subtrees);

/// <summary>The personal values of an entry and the salt of its commitment, sealed. Gone with the person's key.</summary>
/// <param name="Person">Null: sealed under the organization.</param>
public sealed record LedgerPayload(OrganizationId Organization, long Index, PersonId? Person, byte[] SealedValues);

/// <summary>A key that signs checkpoints, or once did.</summary>
/// <param name="KeyId">Eight hexadecimal digits.</param>
/// <param name="Ordinal">0 for the organization's first. Taken once, so that two servers do not make two keys.</param>
/// <param name="VerifierKey">The public key as text (C2SP vkey).</param>
public sealed record LedgerKey(OrganizationId Organization, string KeyId, int Ordinal, string VerifierKey, byte[] SealedPrivateKey, DateTimeOffset MadeAt);

/// <summary>What was signed: the ledger had this many entries and this root.</summary>
/// <param name="Note">The signed note (C2SP tlog-checkpoint), verbatim.</param>
public sealed record LedgerCheckpoint(OrganizationId Organization, long Size, byte[] Root, string Note, DateTimeOffset MadeAt);

/// <summary>What a reading of the whole ledger found.</summary>
/// <param name="Payloads">Sealed values that could be opened and were compared with their commitment.</param>
/// <param name="Findings">JSON of <see cref="ScrubLedger.Finding"/>s; an empty list when everything is what was written.</param>
public sealed record LedgerScrub(Guid Id, OrganizationId Organization, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, long Entries, long Checkpoints, long Payloads, string Findings);
