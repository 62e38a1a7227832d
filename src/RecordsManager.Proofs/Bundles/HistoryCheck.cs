using System.Text;

namespace RecordsManager.Proofs.Bundles;

/// <summary>The checkpoints that the ledger signed on the way: each is signed, and each grew out of the one before it.</summary>
internal sealed class HistoryCheck
{
    private readonly List<Checkpoint> _all = [];

    public HistoryCheck(BundleContainer container, IReadOnlyList<NoteKey> keys, Checkpoint latest, BundleFaults faults)
    {
        var sizes = container.Names.Select(name => BundleParts.IsEarlier(name, out var size) ? size : (long?)null).OfType<long>().Order().ToList();
        Checkpoint? before = null;
        foreach (var size in sizes)
        {
            try
            {
                var earlier = EarlierCheckpoint.Parse(Encoding.UTF8.GetString(container.Small(BundleParts.Earlier(size)) ?? []));
                var checkpoint = Checkpoint.Open(earlier.Checkpoint, keys);
                if (checkpoint.Size != size || checkpoint.Origin != latest.Origin || earlier.OldSize != (before?.Size ?? 0))
                {
                    faults.Add(BundleParts.Earlier(size), "history.order", "The checkpoint is of another size or ledger, or does not follow the one before it.");
                }
                else if (before is { Size: > 0 } && !MerkleTree.VerifyConsistency(before.Size, size, earlier.Proof, before.Root, checkpoint.Root))
                {
                    faults.Add(BundleParts.Earlier(size), "history.proof", $"The ledger of this checkpoint did not grow out of the one before it.");
                }

                _all.Add(checkpoint);
                before = checkpoint;
            }
            catch (ProofFormatException wrong)
            {
                faults.Add(BundleParts.Earlier(size), "history.form", wrong.Message);
            }
        }

        if (before is not null && before != latest)
        {
            faults.Add(BundleParts.Checkpoint, "history.end", "The history does not end with the bundle's checkpoint.");
        }
    }

    public int Count => _all.Count;

    public IReadOnlyList<Checkpoint> All => _all;

    public IEnumerable<long> Sizes => _all.Select(c => c.Size);
}
