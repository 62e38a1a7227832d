using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RecordsManager.Proofs.Bundles;

/// <summary>A bundle's container opened for reading: any part at any time, a block at a time.</summary>
public sealed class BundleContainer : IDisposable
{
    private const int MaxCentral = 64 << 20;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly List<ZipMember> _members = [];
    private readonly Dictionary<string, ZipMember> _byName = new(StringComparer.Ordinal);
    private long _centralOffset;
    private long _centralSize;
    private byte[] _central = [];

    private BundleContainer(SafeFileHandle file)
    {
        _file = file;
        _length = RandomAccess.GetLength(file);
    }

    /// <summary>The parts in the order in which they lie in the file.</summary>
    public IReadOnlyList<string> Names => [.. _members.Select(m => m.Name)];

    /// <summary>Opens the file and compares each of its header bytes with the only ones allowed.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BundleContainer Open(string path, BundleFaults faults)
    {
        var container = new BundleContainer(File.OpenHandle(path));
        if (container.ReadDirectory(faults))
        {
            container.CompareHeaders(faults);
        }

        return container;
    }

    public bool Has(string name) => _byName.ContainsKey(name);

    public long Size(string name) => Find(name)?.Size ?? 0;

    /// <summary>A small part as a whole; null where there is none, or where it is longer than <paramref name="most"/> bytes.</summary>
    public byte[]? Small(string name, int most = 4 << 20)
    {
        var member = Find(name);
        if (member is null || member.Size > most)
        {
            return null;
        }

        var bytes = new byte[member.Size];
        var read = Read(DataOffset(member), bytes);
        return read == bytes.Length ? bytes : null;
    }

    /// <summary>The part's bytes in order, through one rented block; at the end, what they measure.</summary>
    public Measure Read(string name, ReadOnlySpanAction<byte, bool> block, CancellationToken ct)
    {
        var member = Find(name) ?? throw new ArgumentException("There is no such part.", nameof(name));
        using var measure = new MeasuringStream();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            var at = DataOffset(member);
            var left = member.Size;
            while (left > 0)
            {
                ct.ThrowIfCancellationRequested();
                var read = Read(at, buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
                if (read == 0)
                {
                    break;
                }

                measure.Write(buffer.AsSpan(0, read));
                at += read;
                left -= read;
                block(buffer.AsSpan(0, read), left == 0);
            }

            return measure.Measure();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The check value that the container states for the part.</summary>
    internal uint Crc(string name) => Find(name)?.Crc ?? 0;

    public void Dispose() => _file.Dispose();

    private static long DataOffset(ZipMember member) => member.Offset + ZipLayout.LocalHeader(member).Length;

    private ZipMember? Find(string name) => _byName.GetValueOrDefault(name);

    private bool ReadDirectory(BundleFaults faults)
    {
        var tail = new byte[Math.Min(_length, ZipLayout.EndLength + ZipLayout.Zip64EndLength)];
        if (Read(_length - tail.Length, tail) < ZipLayout.EndLength || U32(tail, tail.Length - ZipLayout.EndLength) != ZipLayout.EndSignature)
        {
            faults.Add(BundleFault.Container, "container.end", "The file does not end with the end record of a bundle: it was cut short or lengthened, or its end was changed.");
            return false;
        }

        var end = tail.AsSpan(tail.Length - ZipLayout.EndLength);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        _centralSize = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        _centralOffset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        var wide = tail.Length > ZipLayout.EndLength && U32(tail, 0) == ZipLayout.Zip64EndSignature;
        if (wide)
        {
            count = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(32));
            _centralSize = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(40));
            _centralOffset = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(48));
        }

        if (count is < 0 or > int.MaxValue || _centralSize is < 0 or > MaxCentral || _centralOffset < 0 || _centralOffset + _centralSize > _length)
        {
            faults.Add(BundleFault.Container, "container.end", "The end record states a directory that does not lie in the file.");
            return false;
        }

        _central = new byte[_centralSize];
        Read(_centralOffset, _central);
        if (!ReadMembers((int)count, faults))
        {
            return false;
        }

        var expected = ZipLayout.End((int)count, _centralOffset, _centralSize);
        if (_centralOffset + _centralSize + expected.Length != _length || !tail.AsSpan(tail.Length - Math.Min(tail.Length, expected.Length)).SequenceEqual(expected))
        {
            faults.Add(BundleFault.Container, "container.end", "The end record is not the one that belongs to this directory.");
        }

        return true;
    }

    private bool ReadMembers(int count, BundleFaults faults)
    {
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (Member(ref at) is not { } member)
            {
                faults.Add(BundleFault.Container, "container.directory", $"Record {(i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)} of the directory cannot be read.");
                return false;
            }

            _members.Add(member);
            _byName.TryAdd(member.Name, member);
        }

        if (at == _central.Length)
        {
            return true;
        }

        faults.Add(BundleFault.Container, "container.directory", "The directory is longer than its records.");
        return false;
    }

    private ZipMember? Member(ref int at)
    {
        var record = _central.AsSpan(at);
        if (record.Length < ZipLayout.CentralFixedLength || BinaryPrimitives.ReadUInt32LittleEndian(record) != ZipLayout.CentralSignature)
        {
            return null;
        }

        int name = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(record[30..]), comment = BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
        var length = ZipLayout.CentralFixedLength + name + extra + comment;
        if (record.Length < length)
        {
            return null;
        }

        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[24..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(record[42..]);
        var wide = record.Slice(ZipLayout.CentralFixedLength + name, extra);
        wide = wide.Length > 4 ? wide[4..] : default;
        if (size == uint.MaxValue && wide.Length >= 16)
        {
            size = BinaryPrimitives.ReadInt64LittleEndian(wide);
            wide = wide[16..];
        }

        if (offset == uint.MaxValue && wide.Length >= 8)
        {
            offset = BinaryPrimitives.ReadInt64LittleEndian(wide);
        }

        at += length;
        return size < 0 || offset < 0 || offset > _length || size > _length
            ? null
            : new ZipMember(Encoding.Latin1.GetString(record.Slice(ZipLayout.CentralFixedLength, name)), size, BinaryPrimitives.ReadUInt32LittleEndian(record[16..]), offset);
    }

    private void CompareHeaders(BundleFaults faults)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        var expectedOffset = 0L;
        var at = 0;
        foreach (var member in _members)
        {
            var name = Shown(member.Name);
            if (!BundleParts.IsKnown(member.Name))
            {
                faults.Add(BundleFault.Container, "container.unknown-part", $"{name} is no part of a bundle.");
            }

            if (!seen.Add(member.Name))
            {
                faults.Add(name, "container.twice", "The part is in the container twice.");
            }

            var central = ZipLayout.CentralHeader(member);
            if (at + central.Length > _central.Length || !_central.AsSpan(at, central.Length).SequenceEqual(central))
            {
                faults.Add(name, "container.directory", "The part's record in the container's directory is not as it was written.");
                return; // the records after it would be compared at wrong places
            }

            at += central.Length;
            var local = ZipLayout.LocalHeader(member);
            var found = new byte[local.Length];
            if (member.Offset != expectedOffset || Read(member.Offset, found) != found.Length || !found.AsSpan().SequenceEqual(local))
            {
                faults.Add(name, "container.header", "The part's header in the container is not as it was written, or does not lie where it was written.");
            }

            expectedOffset = member.Offset + local.Length + member.Size;
        }

        if (expectedOffset != _centralOffset)
        {
            faults.Add(BundleFault.Container, "container.gap", "There are bytes between the parts and the container's directory.");
        }
    }

    /// <summary>A name from a broken container goes to a terminal.</summary>
    private static string Shown(string name) => string.Concat(name.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '-' or '_' ? c : '?'));

    private int Read(long offset, Span<byte> buffer)
    {
        var done = 0;
        while (done < buffer.Length)
        {
            var read = RandomAccess.Read(_file, buffer[done..], offset + done);
            if (read == 0)
            {
                break;
            }

            done += read;
        }

        return done;
    }

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}
