using System.Runtime.InteropServices;
using System.Text;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>Known plaintext, looked for in any number of files at once.</summary>
/// <remarks>
/// Long pieces are found by any eight bytes of them that lie at a multiple of eight in the file, so that one look at each
/// eight bytes is enough for all of them together; the few short ones are searched for one by one.
/// </remarks>
internal sealed class Needles
{
    private const int Window = sizeof(ulong);
    private const int Longest = 256;
    private const int Block = 1 << 20;

    private readonly Dictionary<ulong, List<(string Name, byte[] Bytes, int At)>> _windows = [];
    private readonly bool[] _filter = new bool[1 << 20];
    private readonly List<(string Name, byte[] Bytes)> _short = [];

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
                AddLong(name, slice);
                added++;
            }
        }

        return this;
    }

    public Needles Add(string name, string text)
    {
        _short.Add((name, Encoding.UTF8.GetBytes(text)));
        Count++;
        return this;
    }

    /// <returns>Names of the needles that a folder's files hold, each with the file.</returns>
    public (int Files, long Bytes, List<string> Found) Search(string folder, DateTime changedSince, Predicate<string>? leaveOut = null)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var (files, bytes, found) = (0, 0L, new List<string>());
        foreach (var path in Directory.EnumerateFiles(folder, "*", options).Where(p => leaveOut?.Invoke(p) != true && IsCandidate(p, changedSince)))
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

    /// <summary>A pipe has no length, and opening one would wait for somebody to write.</summary>
    private static bool IsCandidate(string path, DateTime changedSince)
    {
        var file = new FileInfo(path);
        return file is { Exists: true, Length: > 0 } && file.LastWriteTimeUtc >= changedSince;
    }

    public List<string> Search(Stream stream)
    {
        List<string> found = [];
        var buffer = new byte[Block + Longest];
        var kept = 0;
        int read;
        while ((read = stream.ReadAtLeast(buffer.AsSpan(kept, Block), Block, throwOnEndOfStream: false)) > 0)
        {
            Search(buffer.AsSpan(0, kept + read), found);

            // the end of this block is the start of the next one: a needle may lie across
            var keep = Math.Min(Longest, kept + read);
            buffer.AsSpan(kept + read - keep, keep).CopyTo(buffer);
            kept = keep;
        }

        return found;
    }

    private void AddLong(string name, byte[] bytes)
    {
        Assert.InRange(bytes.Length, (2 * Window) - 1, Longest);
        for (var at = 0; at < Window; at++)
        {
            var window = BitConverter.ToUInt64(bytes, at);
            if (!_windows.TryGetValue(window, out var same))
            {
                _windows[window] = same = [];
            }

            same.Add((name, bytes, at));
            _filter[Slot(window)] = true;
        }

        Count++;
    }

    private void Search(ReadOnlySpan<byte> block, List<string> found)
    {
        foreach (var (name, bytes) in _short)
        {
            if (block.IndexOf(bytes) >= 0)
            {
                found.Add(name);
            }
        }

        var windows = _windows.Count == 0 ? default : MemoryMarshal.Cast<byte, ulong>(block);
        for (var index = 0; index < windows.Length; index++)
        {
            var window = windows[index];
            if (_filter[Slot(window)] && _windows.TryGetValue(window, out var candidates))
            {
                foreach (var (name, bytes, at) in candidates)
                {
                    var start = (index * Window) - at;
                    if (start >= 0 && block[start..].StartsWith(bytes))
                    {
                        found.Add(name);
                    }
                }
            }
        }
    }

    /// <summary>Fibonacci hashing to 20 bits.</summary>
    private static int Slot(ulong window) => (int)((window * 0x9E3779B97F4A7C15) >> 44);
}
