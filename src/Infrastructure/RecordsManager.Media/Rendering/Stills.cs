using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Mp4;
using static System.FormattableString;

namespace RecordsManager.Media.Rendering;

/// <summary>Small pictures of a scene, made by the process that makes the scene: the first frame of it and one every five seconds.</summary>
internal sealed class Stills(Scene scene)
{
    private const int Every = 5 * Canvas.FramesPerSecond;
    private const int Width = 320;
    private const int Height = 180;

    /// <summary>Thirteen of the longest scene; each could be several times as large as any was.</summary>
    private const int Most = 2 * 1024 * 1024;

    private static readonly string Frames = Invariant($"not(mod(n\\,{Every}))");

    private readonly ArrayBufferWriter<byte> _taken = new();

    /// <summary>From the composite, <c>all</c>.</summary>
    public static string Filter { get; } = Invariant($"[all]select='{Frames}',scale={Width}:{Height},format=yuvj420p[s]");

    public IEnumerable<string> Output =>
    [
        "-map", "[s]", "-frames:v", Count.ToString(CultureInfo.InvariantCulture), "-fps_mode", "passthrough", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
        "-c:v", "mjpeg", "-q:v", "5", "-threads", "1", "-method", "PUT", "-f", "mjpeg",
    ];

    private int Count => (scene.Frames + Every - 1) / Every;

    public async Task Take(Stream body, CancellationToken ct)
    {
        while (await body.ReadAsync(_taken.GetMemory(16 * 1024), ct) is var read and > 0)
        {
            _taken.Advance(read);
            if (_taken.WrittenCount > Most)
            {
                throw new InvalidDataException("The small pictures are larger than any should be.");
            }
        }
    }

    /// <param name="from">Where they begin in the output.</param>
    /// <exception cref="RenderFailedException">One is missing or not whole.</exception>
    public async Task<IReadOnlyList<Still>> Append(long from, Stream output, CancellationToken ct)
    {
        var pictures = _taken.WrittenMemory;
        List<Still> stills = [];
        for (var at = 0; at < pictures.Length;)
        {
            var length = LengthOf(pictures.Span[at..]);
            stills.Add(new Still(from + Box.HeaderLength + at, length, (scene.StartFrame + ((long)Every * stills.Count)) * 1_000_000_000 / Canvas.FramesPerSecond));
            at += length;
        }

        if (stills.Count != Count)
        {
            throw new RenderFailedException($"The scene has {stills.Count} small pictures instead of {Count}.");
        }

        // in a box that says of itself that it means nothing (ISO/IEC 14496-12, 8.1.2): with it the object is still a whole MP4
        var header = new byte[Box.HeaderLength];
        BinaryPrimitives.WriteInt32BigEndian(header, Box.HeaderLength + pictures.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), Box.Code("free"));
        await output.WriteAsync(header, ct);
        await output.WriteAsync(pictures, ct);
        return stills;
    }

    /// <summary>Of the JPEG at the start (ISO/IEC 10918-1, annex B): segments with a length up to the scan, then entropy-coded data, in which a marker is never part of the data.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        const byte Mark = 0xff, Start = 0xd8, Scan = 0xda, End = 0xd9;
        if (bytes is not [Mark, Start, ..])
        {
            throw new RenderFailedException("A small picture does not begin as one.");
        }

        for (var at = 2; at + 4 <= bytes.Length && bytes[at] == Mark;)
        {
            var isScan = bytes[at + 1] == Scan;
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (isScan && at <= bytes.Length && bytes[at..].IndexOf([Mark, End]) is var end and >= 0)
            {
                return at + end + 2;
            }
        }

        throw new RenderFailedException("A small picture is not whole.");
    }
}
