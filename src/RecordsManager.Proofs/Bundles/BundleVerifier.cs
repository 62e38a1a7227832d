using System.Globalization;
using System.Text;

namespace RecordsManager.Proofs.Bundles;

/// <summary>
/// Checks a bundle from its first byte to its last, without server or database, in constant memory: the container, the
/// manifest and its signature, every part against the manifest, and then what the parts say: entries, tree, proofs,
/// history, notices, and a disclosure if there is one.
/// </summary>
public sealed class BundleVerifier
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly BundleFaults _faults = new();
    private readonly List<BundleStep> _steps = [];
    private readonly BundleContainer _container;
    private readonly BundleTrust _trust;

    private BundleVerifier(BundleContainer container, BundleTrust trust) => (_container, _trust) = (container, trust);

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BundleReport Verify(string path, BundleTrust trust, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(trust);
        BundleFaults opening = new();
        using var container = BundleContainer.Open(path, opening);
        var verifier = new BundleVerifier(container, trust);
        foreach (var fault in opening.All)
        {
            verifier._faults.Add(fault);
        }

        verifier.Step("container", 0, $"{Say(container.Names.Count)} parts, every byte of the container as it was written");
        return verifier.Run(ct);
    }

    private BundleReport Run(CancellationToken ct)
    {
        var keys = Keys();
        var (manifest, signed) = Manifest(keys);
        if (manifest is null)
        {
            return new BundleReport(null, [], _trust.Key is not null, _steps, _faults.All, _faults.Count);
        }

        CompareWithManifest(manifest);
        if (CheckpointOf(manifest, signed) is { } checkpoint)
        {
            var before = _faults.Count;
            var history = new HistoryCheck(_container, keys, checkpoint, _faults);
            using var disclosure = OpenDisclosure(manifest);
            Step("history", before, $"{Say(history.Count)} checkpoints, each signed and grown out of the one before");
            var since = SinceCheck.Open(_trust.Since, keys, manifest, _faults);
            Entries(manifest, checkpoint, history, since, disclosure, ct);
        }

        return new BundleReport(manifest, signed, _trust.Key is not null, _steps, _faults.All, _faults.Count);
    }

    private IReadOnlyList<NoteKey> Keys()
    {
        List<NoteKey> keys = [];
        foreach (var line in (Text(BundleParts.Keys) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                keys.Add(NoteKey.Parse(line));
            }
            catch (ProofFormatException wrong)
            {
                _faults.Add(BundleParts.Keys, "keys.form", wrong.Message, keys.Count + 1);
            }
        }

        return keys;
    }

    private (BundleManifest? Manifest, IReadOnlyList<NoteKey> Signed) Manifest(IReadOnlyList<NoteKey> keys)
    {
        var before = _faults.Count;
        var bytes = _container.Small(BundleParts.Manifest, 32 << 20);
        var manifest = bytes is null ? null : BundleManifest.Read(bytes);
        if (manifest is null)
        {
            _faults.Add(BundleParts.Manifest, "manifest.form", bytes is null ? "The bundle has no manifest." : "This is not a manifest as it is written.");
        }

        var signed = bytes is null ? [] : ManifestSigners(manifest, bytes, keys);
        if (manifest is not null)
        {
            Step("manifest", before, $"signed by {string.Join(", ", signed.Select(k => $"{k.Name}+{k.Id:x8}"))}, which names {Say(manifest.Files.Count)} parts");
        }

        return (manifest, signed);
    }

    private IReadOnlyList<NoteKey> ManifestSigners(BundleManifest? manifest, byte[] bytes, IReadOnlyList<NoteKey> keys)
    {
        try
        {
            var note = SignedNote.Parse(Text(BundleParts.Signature) ?? "");
            if (note.Text != BundleManifest.SignedText(manifest?.Origin ?? "", bytes))
            {
                _faults.Add(BundleParts.Manifest, "manifest.altered", "The manifest is not the one that was signed.");
            }

            // Every signature counts: one that is not known could otherwise be exchanged unseen.
            var signed = note.SignedBy(keys);
            if (signed.Count != note.Signatures.Count || signed.Count == 0 || signed.Any(k => manifest is not null && k.Name != manifest.Origin))
            {
                _faults.Add(BundleParts.Signature, "manifest.signer", "The manifest is not signed by the ledger's keys of this bundle, and by them only.");
            }

            if (_trust.Key is { } pinned && !signed.Any(k => k.ToString() == pinned.ToString()))
            {
                _faults.Add(BundleParts.Signature, "manifest.key", $"The manifest is not signed by the key you named, {pinned.Name}+{pinned.Id:x8}.");
            }

            return signed;
        }
        catch (ProofFormatException wrong)
        {
            _faults.Add(BundleParts.Signature, "manifest.signature", wrong.Message);
            return [];
        }
    }

    private void CompareWithManifest(BundleManifest manifest)
    {
        string[] expected = [BundleParts.Manifest, BundleParts.Signature, .. manifest.Files.Select(f => f.Name)];
        foreach (var missing in expected.Except(_container.Names))
        {
            _faults.Add(missing, "part.missing", "The manifest names this part, and it is not in the container.");
        }

        foreach (var added in _container.Names.Except(expected))
        {
            _faults.Add(BundleParts.IsKnown(added) ? added : BundleFault.Container, "part.added", "The manifest does not name this part.");
        }

        var moved = _container.Names.Zip(expected).FirstOrDefault(pair => pair.First != pair.Second);
        if (moved.First is not null && _faults.Count == 0)
        {
            _faults.Add(moved.First, "part.moved", $"The parts do not lie in the manifest's order: {moved.Second} has to stand here.");
        }

        // The entries are measured when they are read.
        foreach (var part in manifest.Files.Where(f => f.Name != BundleParts.Entries && _container.Has(f.Name)))
        {
            Compare(part, _container.Read(part.Name, (_, _) => { }, CancellationToken.None));
        }

        foreach (var own in new[] { BundleParts.Manifest, BundleParts.Signature }.Where(_container.Has))
        {
            CompareCrc(own, _container.Read(own, (_, _) => { }, CancellationToken.None));
        }
    }

    private void Compare(BundlePart part, Measure measure)
    {
        CompareCrc(part.Name, measure);
        if (measure.Size != part.Size || measure.Sha256 != part.Sha256)
        {
            _faults.Add(part.Name, "part.altered", $"The part is not what the manifest says: {Say(measure.Size)} bytes with SHA-256 {measure.Sha256} instead of {Say(part.Size)} with {part.Sha256}.");
        }
    }

    private void CompareCrc(string name, Measure measure)
    {
        if (measure.Crc != _container.Crc(name))
        {
            _faults.Add(name, "part.check", "The part is not what the container's check value says.");
        }
    }

    private Checkpoint? CheckpointOf(BundleManifest manifest, IReadOnlyList<NoteKey> signed)
    {
        var before = _faults.Count;
        try
        {
            var checkpoint = Checkpoint.Open(Text(BundleParts.Checkpoint) ?? "", _trust.Key is { } pinned ? [pinned] : signed);
            if (checkpoint.Origin != manifest.Origin || checkpoint.Size != manifest.Size || Convert.ToBase64String(checkpoint.Root) != manifest.Root)
            {
                _faults.Add(BundleParts.Checkpoint, "checkpoint.other", "The checkpoint is not the one that the manifest speaks of.");
            }

            Step("checkpoint", before, $"{checkpoint.Origin} had {Say(checkpoint.Size)} entries with root {Convert.ToBase64String(checkpoint.Root)}");
            return checkpoint;
        }
        catch (ProofFormatException wrong)
        {
            _faults.Add(BundleParts.Checkpoint, "checkpoint.signature", wrong.Message);
            return null;
        }
    }

    private DisclosureCheck? OpenDisclosure(BundleManifest manifest) =>
        _trust.Disclosure is { } path ? new DisclosureCheck(File.OpenRead(path), manifest.Origin, _faults) : null;

    private void Entries(BundleManifest manifest, Checkpoint checkpoint, HistoryCheck history, SinceCheck? since, DisclosureCheck? disclosure, CancellationToken ct)
    {
        if (!_container.Has(BundleParts.Entries) || manifest.Files.FirstOrDefault(f => f.Name == BundleParts.Entries) is not { } part)
        {
            _faults.Add(BundleParts.Entries, "part.missing", "The bundle has no entries.");
            return;
        }

        var before = _faults.Count;
        HashSet<long> sizes = [checkpoint.Size, .. history.Sizes];
        if (since is not null)
        {
            sizes.Add(since.Size);
        }

        var entries = new EntriesCheck(manifest, sizes, disclosure, _faults);
        Compare(part, entries.Run(_container, ct));
        Step("entries", before, $"{Say(entries.Count)} entries in canonical form, in order of number and time");
        before = _faults.Count;
        if (manifest.Scope == BundleScope.All)
        {
            Roots(checkpoint, history, entries);
            Step("tree", before, "the root computed from all entries is the checkpoint's, and so it is for every checkpoint of the history");
        }
        else
        {
            var proofs = Proofs(checkpoint, entries);
            Step("proofs", before, $"{Say(proofs)} proofs of inclusion lead from the entries to the checkpoint's root");
        }

        before = _faults.Count;
        since?.Compare(manifest, history, entries);
        Step("since", before, since is null ? "no earlier checkpoint or bundle was given" : $"the ledger grew out of the one of {Say(since.Size)} entries, nothing of which changed", since is not null);
        before = _faults.Count;
        var notices = new NoticesCheck(_container, _faults).Run(entries.Notices);
        Step("notices", before, $"{Say(notices)} notices, each with the SHA-256 that the consent entries name");
        before = _faults.Count;
        disclosure?.Finish();
        Step("disclosure", before, disclosure is null ? "no personal values were given" : $"the personal values of {Say(disclosure.Checked)} entries are those that the entries commit to", disclosure is not null);
    }

    private void Roots(Checkpoint checkpoint, HistoryCheck history, EntriesCheck entries)
    {
        var root = checkpoint.Size == 0 ? MerkleTree.EmptyRoot() : entries.Roots.GetValueOrDefault(checkpoint.Size);
        if (root is null || !checkpoint.Root.AsSpan().SequenceEqual(root))
        {
            _faults.Add(BundleParts.Entries, "entries.root", $"The root computed from the entries is not that of the checkpoint of {Say(checkpoint.Size)} entries: an entry was changed, left out or put in.");
        }

        foreach (var earlier in history.All)
        {
            if (earlier.Size > 0 && !earlier.Root.AsSpan().SequenceEqual(entries.Roots.GetValueOrDefault(earlier.Size)))
            {
                _faults.Add(BundleParts.Earlier(earlier.Size), "history.root", $"The first {Say(earlier.Size)} entries do not have the root of this checkpoint.");
            }
        }
    }

    private int Proofs(Checkpoint checkpoint, EntriesCheck entries)
    {
        var note = Text(BundleParts.Checkpoint);
        var proofs = 0;
        foreach (var name in _container.Names)
        {
            if (!BundleParts.IsProof(name, out var index))
            {
                continue;
            }

            proofs++;
            if (!entries.LeafHashes.TryGetValue(index, out var hash))
            {
                _faults.Add(name, "proof.no-entry", "There is no entry of this number in the bundle.", null, index);
                continue;
            }

            entries.LeafHashes.Remove(index);
            Proof(name, index, hash, checkpoint, note);
        }

        foreach (var unproven in entries.LeafHashes.Keys.Order())
        {
            _faults.Add(BundleParts.Entries, "entry.unproven", "There is no proof that the entry stands in the ledger.", null, unproven);
        }

        return proofs;
    }

    private void Proof(string name, long index, byte[] hash, Checkpoint checkpoint, string? note)
    {
        try
        {
            var proof = InclusionProofFile.Parse(Text(name) ?? "");
            if (proof.Checkpoint != note || proof.Index != index)
            {
                _faults.Add(name, "proof.other", "The proof speaks of another checkpoint or another entry.", null, index);
            }
            else if (!MerkleTree.VerifyInclusion(index, checkpoint.Size, hash, proof.Proof, checkpoint.Root))
            {
                _faults.Add(name, "proof.wrong", "The proof does not lead from this entry to the root of the checkpoint.", null, index);
            }
        }
        catch (ProofFormatException wrong)
        {
            _faults.Add(name, "proof.form", wrong.Message, null, index);
        }
    }

    private string? Text(string name)
    {
        try
        {
            return _container.Small(name) is { } bytes ? Utf8.GetString(bytes) : null;
        }
        catch (DecoderFallbackException)
        {
            _faults.Add(name, "part.text", "The part is not UTF-8.");
            return null;
        }
    }

    private void Step(string name, long faultsBefore, string said, bool isChecked = true)
    {
        _steps.Add(new BundleStep(name, isChecked ? _faults.Count == faultsBefore : null, said));
    }

    private static string Say(long number) => number.ToString(CultureInfo.InvariantCulture);
}
