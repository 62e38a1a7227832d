namespace RecordsManager.Proofs.Bundles;

/// <summary>A part to be written. It is written twice, first to be measured: both times it must be the same bytes.</summary>
public sealed record BundleFile(string Name, Func<Stream, CancellationToken, Task> Write)
{
    /// <summary>What it measures, where somebody measured it already.</summary>
    public Measure? Known { get; init; }

    public static BundleFile Of(string name, byte[] bytes) => new(name, (stream, ct) => stream.WriteAsync(bytes, ct).AsTask());

    public static BundleFile Of(string name, string text) => Of(name, System.Text.Encoding.UTF8.GetBytes(text));
}

/// <summary>What a bundle says of itself beside its files.</summary>
/// <param name="Filter">See <see cref="BundleManifest.Filter"/>.</param>
public sealed record BundleHead(string At, string Origin, long Size, string Root, BundleScope Scope, long Count, IReadOnlyDictionary<string, string> Filter);

/// <summary>A bundle whose every byte is known and none kept: its length can be announced before it is sent.</summary>
public sealed class PreparedBundle
{
    private readonly IReadOnlyList<(BundleFile File, Measure Measure)> _files;

    private PreparedBundle(IReadOnlyList<(BundleFile File, Measure Measure)> files)
    {
        _files = files;
        var (central, offset) = Directory();
        Length = offset + central.Sum(c => (long)c.Length) + ZipLayout.End(central.Count, offset, central.Sum(c => (long)c.Length)).Length;
    }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <param name="sign">Signs a text as a note of the ledger's checkpoint key.</param>
    public static async Task<PreparedBundle> Of(BundleHead head, IReadOnlyList<BundleFile> files, Func<string, CancellationToken, Task<string>> sign, CancellationToken ct)
    {
        List<(BundleFile File, Measure Measure)> measured = [];
        foreach (var file in files)
        {
            measured.Add((file, await MeasureOf(file, ct)));
        }

        var manifest = new BundleManifest(
            head.At, head.Origin, head.Size, head.Root, head.Scope, head.Count, head.Filter,
            [.. measured.Select(m => new BundlePart(m.File.Name, m.Measure.Sha256, m.Measure.Size))]).Write();
        var note = BundleFile.Of(BundleParts.Signature, await sign(BundleManifest.SignedText(head.Origin, manifest), ct));
        var first = BundleFile.Of(BundleParts.Manifest, manifest);
        return new PreparedBundle([(first, await MeasureOf(first, ct)), (note, await MeasureOf(note, ct)), .. measured]);
    }

    /// <exception cref="InvalidDataException">A part was not the same when it was written as when it was measured.</exception>
    public async Task WriteTo(Stream stream, CancellationToken ct)
    {
        foreach (var (member, file) in Members())
        {
            await stream.WriteAsync(ZipLayout.LocalHeader(member), ct);
            await using var measure = new MeasuringStream(stream);
            await file.Write(measure, ct);
            if (measure.Measure() is var written && (written.Size != member.Size || written.Crc != member.Crc))
            {
                throw new InvalidDataException($"{member.Name} changed while the bundle was written.");
            }
        }

        var (central, offset) = Directory();
        foreach (var record in central)
        {
            await stream.WriteAsync(record, ct);
        }

        await stream.WriteAsync(ZipLayout.End(central.Count, offset, central.Sum(c => (long)c.Length)), ct);
    }

    private static async Task<Measure> MeasureOf(BundleFile file, CancellationToken ct)
    {
        if (file.Known is { } known)
        {
            return known;
        }

        await using var measure = new MeasuringStream();
        await file.Write(measure, ct);
        return measure.Measure();
    }

    private IEnumerable<(ZipMember Member, BundleFile File)> Members()
    {
        var offset = 0L;
        foreach (var (file, measure) in _files)
        {
            var member = new ZipMember(file.Name, measure.Size, measure.Crc, offset);
            yield return (member, file);
            offset += ZipLayout.LocalHeader(member).Length + member.Size;
        }
    }

    private (List<byte[]> Central, long Offset) Directory()
    {
        var members = Members().Select(m => m.Member).ToList();
        var last = members[^1];
        return (members.ConvertAll(ZipLayout.CentralHeader), last.Offset + ZipLayout.LocalHeader(last).Length + last.Size);
    }
}
