using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RecordsManager.TestSupport;

namespace RecordsManager.Benchmarks;

/// <summary>Opus as Janus records it when it comes over a network: one packet of 20 ms after the other, each held up by a time of its own.</summary>
internal static class JitteryJanus
{
    private const string Room = "align";

    /// <param name="people">When each begins, s after <paramref name="start"/>; how much their clock is slow; Ogg with a page for each packet.</param>
    public static List<(string Name, byte[] Bytes)> Call(IEnumerable<(string Name, double At, double Ppm, byte[] Ogg)> people, DateTimeOffset start)
    {
        var startUs = start.ToUnixTimeMilliseconds() * 1000;
        var (events, files) = (new StringBuilder(), new List<(string, byte[])>());
        foreach (var (name, at, ppm, ogg) in people)
        {
            events.AppendLine(JsonSerializer.Serialize(new
            {
                type = 64,
                timestamp = startUs,
                session_id = 1,
                @event = new { plugin = "janus.plugin.videoroom", data = new { @event = "joined", room = Room, id = name, display = name, metadata = new { identity = name } } },
            }));
            files.Add(($"videoroom-{Room}-user-{name}-{startUs.ToString(CultureInfo.InvariantCulture)}-audio-0.mjr", Recording(startUs + (long)(at * 1e6), ppm, [.. Packets(ogg)], new Dice((uint)name.Length))));
        }

        return [("events.jsonl", Encoding.UTF8.GetBytes(events.ToString())), .. files];
    }

    private static byte[] Recording(long beginsUs, double ppm, List<byte[]> packets, Dice dice)
    {
        var arrivals = packets.Select((_, i) => (i * 20 * (1 + (ppm / 1e6))) + Jitter(dice)).ToList();
        var header = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"t":"a","c":"opus","s":{{beginsUs}},"u":{{beginsUs + (long)(arrivals[0] * 1000)}}}"""));
        using var mjr = new MemoryStream();
        mjr.Write("MJR00002"u8);
        mjr.Write(U16(header.Length));
        mjr.Write(header);
        for (var i = 0; i < packets.Count; i++)
        {
            mjr.Write("MEET"u8);
            mjr.Write(U32((uint)Math.Max(0, arrivals[i] - arrivals[0])));
            mjr.Write(U16(packets[i].Length + 12));
            mjr.Write([0x80, 111, .. U16(i & 0xFFFF), .. U32(unchecked((uint)i * 960)), .. U32(7)]);
            mjr.Write(packets[i]);
        }

        return mjr.ToArray();
    }

    /// <summary>ms: mostly few, one in a hundred up to 100.</summary>
    private static double Jitter(Dice dice) => dice.Below(1000) switch { < 10 => 20 + dice.Below(80), var n => n / 1000.0 * n / 1000.0 * 12 };

    /// <summary>RFC 3533: a page's header has 27 bytes and a table of the lengths of its pieces. The first two pages are Opus' headers.</summary>
    private static IEnumerable<byte[]> Packets(byte[] ogg)
    {
        for (var (at, page) = (0, 0); at < ogg.Length; page++)
        {
            var (body, length) = (at + 27 + ogg[at + 26], ogg.AsSpan(at + 27, ogg[at + 26]).ToArray().Sum(b => b));
            if (page >= 2)
            {
                yield return ogg[body..(body + length)];
            }

            at = body + length;
        }
    }

    private static byte[] U16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
