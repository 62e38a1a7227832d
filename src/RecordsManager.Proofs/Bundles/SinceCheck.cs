using System.Globalization;
using System.Text;

namespace RecordsManager.Proofs.Bundles;

/// <summary>What the auditor kept from before, and whether the ledger of this bundle grew out of it.</summary>
internal sealed class SinceCheck(Checkpoint old, BundleFaults faults)
{
    private const string Part = "since";
    private const int LongestNote = 1 << 16;

    public long Size => old.Size;

    /// <param name="path">A checkpoint as a signed note, or a bundle that holds one.</param>
    public static SinceCheck? Open(string? path, IReadOnlyList<NoteKey> keys, BundleManifest manifest, BundleFaults faults)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            var checkpoint = Checkpoint.Open(Note(path), keys);
            if (checkpoint.Origin == manifest.Origin && checkpoint.Size <= manifest.Size)
            {
                return new SinceCheck(checkpoint, faults);
            }

            faults.Add(Part, "since.other", checkpoint.Origin == manifest.Origin
                ? "What you kept is of a longer ledger than this bundle: exchange the two."
                : "What you kept is of another ledger.");
        }
        catch (ProofFormatException wrong)
        {
            faults.Add(Part, "since.form", wrong.Message);
        }

        return null;
    }

    public void Compare(BundleManifest manifest, HistoryCheck history, EntriesCheck entries)
    {
        if (old.Size == 0)
        {
            return; // every ledger grew out of nothing
        }

        var known = history.All.FirstOrDefault(c => c.Size == old.Size);
        var root = known?.Root ?? entries.Roots.GetValueOrDefault(old.Size);
        if (root is null)
        {
            faults.Add(Part, "since.unproven", string.Create(
                CultureInfo.InvariantCulture, $"This bundle of matching entries holds no proof from size {old.Size}. Take a bundle of the whole ledger, or one made with since={old.Size}."));
        }
        else if (!root.AsSpan().SequenceEqual(old.Root))
        {
            faults.Add(Part, "since.rewritten", string.Create(
                CultureInfo.InvariantCulture, $"The first {old.Size} entries of the ledger of {manifest.Size} are not those of the checkpoint that you kept: the ledger was rewritten."));
        }
    }

    private static string Note(string path)
    {
        using (var file = File.OpenRead(path))
        {
            if (file.ReadByte() != 'P')
            {
                return file.Length <= LongestNote ? File.ReadAllText(path, Encoding.UTF8) : throw new ProofFormatException("What you kept is neither a checkpoint nor a bundle.");
            }
        }

        BundleFaults faults = new();
        using var container = BundleContainer.Open(path, faults);
        return faults.Count == 0 && container.Small(BundleParts.Checkpoint) is { } note
            ? Encoding.UTF8.GetString(note)
            : throw new ProofFormatException("The earlier bundle cannot be read; verify it by itself.");
    }
}
