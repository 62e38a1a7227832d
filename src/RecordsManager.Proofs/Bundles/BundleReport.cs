namespace RecordsManager.Proofs.Bundles;

/// <summary>What a verification may rest on beside the bundle itself.</summary>
/// <param name="Key">The ledger's key as the auditor has it from elsewhere; null: the bundle's own keys are believed, and the report says so.</param>
/// <param name="Since">A checkpoint kept from before, or an earlier bundle: the ledger must have grown out of it.</param>
/// <param name="Disclosure">Personal values to be compared with what the entries commit to.</param>
public sealed record BundleTrust(NoteKey? Key = null, string? Since = null, string? Disclosure = null);

/// <summary>One step of a verification, in words.</summary>
/// <param name="Holds">Null where there was nothing to check.</param>
public sealed record BundleStep(string Name, bool? Holds, string Said);

/// <summary>What a verification found.</summary>
/// <param name="Manifest">Null when it could not be read.</param>
/// <param name="Keys">The keys that signed manifest and checkpoint.</param>
/// <param name="IsKeyPinned">Whether the auditor named the key; otherwise the bundle vouches for itself.</param>
/// <param name="FaultCount">All faults; of a flood, <paramref name="Faults"/> keeps the first hundred.</param>
public sealed record BundleReport(
    BundleManifest? Manifest,
    IReadOnlyList<NoteKey> Keys,
    bool IsKeyPinned,
    IReadOnlyList<BundleStep> Steps,
    IReadOnlyList<BundleFault> Faults,
    long FaultCount)
{
    public bool Verified => FaultCount == 0;
}
