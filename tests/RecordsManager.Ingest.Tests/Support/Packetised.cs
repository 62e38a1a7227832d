using System.Buffers.Binary;

namespace RecordsManager.Ingest.Tests.Support;

/// <summary>Two seconds of a test picture at 15 frames per second, coded by ffmpeg and cut into RTP packets as the codec's RFC says.</summary>
internal static class Packetised
{
    private const int Largest = 1100;

    public static async Task<IReadOnlyList<byte[]>> Video(string encoder, int width, int height)
    {
        var isH264 = encoder == "libx264";
        string[] options = isH264 ? ["-bf", "0", "-f", "h264"] : ["-deadline", "realtime", "-cpu-used", "8", "-auto-alt-ref", "0", "-lag-in-frames", "0", "-f", "ivf"];
        var (coded, _) = await Ffmpeg.Run(
            "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", $"testsrc2=s={width}x{height}:r=15:d=2", "-pix_fmt", "yuv420p", "-c:v", encoder, .. options, "-"]);
        var packets = new List<byte[]>();
        var timestamp = 0u;
        foreach (var picture in isH264 ? H264Pictures(coded) : IvfFrames(coded).Select(f => Vpx(f, encoder)))
        {
            var payloads = picture.ToList();
            var first = packets.Count;
            packets.AddRange(payloads.Select((p, i) => Mjr.Rtp(first + i, timestamp, p, marker: i == payloads.Count - 1)));
            timestamp += 6000;
        }

        return packets;
    }

    // the simplest descriptors: VP8 with S on the first packet, VP9 with B on the first and E on the last
    private static IEnumerable<byte[]> Vpx(byte[] frame, string encoder)
    {
        var parts = frame.Chunk(Largest).ToList();
        return parts.Select((part, i) => (byte[])
        [
            encoder == "libvpx"
                ? (byte)(i == 0 ? 0x10 : 0x00)
                : (byte)((i == 0 ? 0x08 : 0) | (i == parts.Count - 1 ? 0x04 : 0)),
            .. part,
        ]);
    }

    private static IEnumerable<byte[]> IvfFrames(byte[] ivf)
    {
        for (var at = 32; at + 12 <= ivf.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(ivf.AsSpan(at));
            yield return ivf[(at + 12)..(at + 12 + length)];
            at += 12 + length;
        }
    }

    // parameter sets in one STAP-A, large slices in FU-A, the rest as single units
    private static IEnumerable<IEnumerable<byte[]>> H264Pictures(byte[] stream)
    {
        var waiting = new List<byte[]>();
        foreach (var unit in Units(stream))
        {
            if ((unit[0] & 0x1F) is not (1 or 5))
            {
                waiting.Add(unit);
                continue;
            }

            IEnumerable<byte[]> aggregate = waiting.Count > 0 ? [[24, .. waiting.SelectMany(w => (byte[])[.. Mjr.U16(w.Length), .. w])]] : [];
            yield return aggregate.Concat(Slice(unit)).ToList();
            waiting.Clear();
        }
    }

    private static IEnumerable<byte[]> Slice(byte[] unit)
    {
        if (unit.Length <= Largest)
        {
            return [unit];
        }

        var parts = unit[1..].Chunk(Largest).ToList();
        return parts.Select((part, i) => (byte[])
            [(byte)((unit[0] & 0xE0) | 28), (byte)((unit[0] & 0x1F) | (i == 0 ? 0x80 : 0) | (i == parts.Count - 1 ? 0x40 : 0)), .. part]);
    }

    private static List<byte[]> Units(byte[] stream)
    {
        var starts = new List<int>();
        for (var i = 0; i + 3 <= stream.Length; i++)
        {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1)
            {
                starts.Add(i + 3);
            }
        }

        return [.. starts.Select((start, i) =>
        {
            var end = i + 1 < starts.Count ? starts[i + 1] - 3 : stream.Length;
            while (i + 1 < starts.Count && stream[end - 1] == 0)
            {
                end--;
            }

            return stream[start..end];
        }).Where(u => (u[0] & 0x1F) != 6)];
    }
}
