using System.Buffers.Binary;
using System.Text;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>Known plaintext, looked for in any number of files at once: by the first eight bytes of each piece.</summary>
internal sealed class Needles
{
    private const int Longest = 256;

    private readonly Dictionary<ulong, List<(string Name, byte[] Bytes)>> _byStart = [];
    private readonly bool[] _starts = new bool[65536];

    public int Count { get; private set; }

    /// <summary>Slices at places of a seeded choice; those of a few different bytes are padding and prove nothing.</summary>
    public Needles AddSlices(string name, byte[] media, int count, int length)
    {
        var dice = new Dice((uint)media.Length);
        for (var (added, tries) = (0, 0); added < count && tries < count * 20; tries++)
        {
            var slice = media.AsSpan(dice.Below(media.Length - length), length).ToArray();
            if (slice.Distinct().Count() >= length / 2)
            {
                Add(name, slice);
                added++;
            }
        }

        return this;
    }

    public Needles Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    private Needles Add(string name, byte[] bytes)
    {
        Assert.InRange(bytes.Length, 8, Longest);
        var start = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (!_byStart.TryGetValue(start, out var same))
        {
            _byStart[start] = same = [];
        }

        same.Add((name, bytes));
        _starts[(ushort)start] = true;
        Count++;
        return this;
    }

    /// <returns>Names of the needles that a folder's files hold, each with the file.</returns>
    public (int Files, long Bytes, List<string> Found) Search(string folder, DateTime changedSince, Predicate<string>? leaveOut = null)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device };
        var (files, bytes, found) = (0, 0L, new List<string>());
        foreach (var path in Directory.EnumerateFiles(folder, "*", options).Where(p => leaveOut?.Invoke(p) != true && File.GetLastWriteTimeUtc(p) >= changedSince))
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
                files++;
                bytes += file.Length;
                found.AddRange(Search(file).Distinct().Select(name => $"{name} in {path}"));
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
            {
                // whatever it was, it is no longer there, or no file of ours
            }
        }

        return (files, bytes, found);
    }

    public IEnumerable<string> Search(Stream stream)
    {
        var buffer = new byte[(1 << 20) + Longest];
        var kept = 0;
        int read;
        while ((read = stream.ReadAtLeast(buffer.AsSpan(kept, 1 << 20), 1 << 20, throwOnEndOfStream: false)) > 0)
        {
            foreach (var name in Search(buffer.AsSpan(0, kept + read)))
            {
                yield return name;
            }

            // the end of this block is the start of the next one: a needle may lie across
            var keep = Math.Min(Longest, kept + read);
            buffer.AsSpan(kept + read - keep, keep).CopyTo(buffer);
            kept = keep;
        }
    }

    private List<string> Search(ReadOnlySpan<byte> block)
    {
        List<string> found = [];
        for (var at = 0; at + 8 <= block.Length; at++)
        {
            if (_starts[BinaryPrimitives.ReadUInt16LittleEndian(block[at..])] && _byStart.TryGetValue(BinaryPrimitives.ReadUInt64LittleEndian(block[at..]), out var candidates))
            {
                foreach (var (name, bytes) in candidates)
                {
                    if (block[at..].StartsWith(bytes))
                    {
                        found.Add(name);
                    }
                }
            }
        }

        return found;
    }
}
