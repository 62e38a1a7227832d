using System.Buffers.Binary;
using System.Text;

namespace RecordsManager.Ingest.Tests.Support;

/// <summary>Writes recordings as Janus does, and RTP as a browser does.</summary>
internal static class Mjr
{
    public const string Room = "room-7";
    public const long StartUs = 1_795_187_600_000_000;
    public const string Audio = """{"t":"a","c":"opus","d":"microphone","s":1795187600000000,"u":1795187600100000}""";
    public const string Video = """{"t":"v","c":"vp8","d":"camera","s":1795187600000000,"u":1795187600100000}""";

    public static string Name(string medium, string feed = "feed-1", string room = Room, int mindex = 0) =>
        $"videoroom-{room}-user-{feed}-{StartUs}-{medium}-{mindex}.mjr";

    public static byte[] Version2(string json, IEnumerable<byte[]> frames, uint stepMs = 20) =>
        Timed(json, frames.Select((f, i) => (f, (uint)i * stepMs)));

    /// <param name="frames">Each with when it arrived, in ms after the first.</param>
    public static byte[] Timed(string json, IEnumerable<(byte[] Frame, uint ArrivedMs)> frames) =>
        [.. "MJR00002"u8, .. U16(Encoding.UTF8.GetByteCount(json)), .. Encoding.UTF8.GetBytes(json),
            .. frames.SelectMany(f => (byte[])[.. "MEET"u8, .. U32(f.ArrivedMs), .. U16(f.Frame.Length), .. f.Frame])];

    public static byte[] Version1(string json, IEnumerable<byte[]> frames) =>
        [.. "MJR00001"u8, .. U16(Encoding.UTF8.GetByteCount(json)), .. Encoding.UTF8.GetBytes(json), .. Marked(frames)];

    public static byte[] Oldest(string kind, IEnumerable<byte[]> frames) =>
        [.. "MEETECHO"u8, .. U16(kind.Length), .. Encoding.ASCII.GetBytes(kind), .. Marked(frames)];

    public static byte[] Rtp(int sequence, uint timestamp, byte[] payload, bool marker = false, uint ssrc = 7, byte type = 96) =>
        [0x80, (byte)(type | (marker ? 0x80 : 0)), .. U16((ushort)sequence), .. U32(timestamp), .. U32(ssrc), .. payload];

    /// <summary>Frames of 20 ms; libopus' configuration 31, one frame, then bytes that only a decoder would look at.</summary>
    public static IEnumerable<byte[]> Opus(int count, int firstSequence = 1, uint firstTimestamp = 0) =>
        Enumerable.Range(0, count).Select(i => Rtp(firstSequence + i, unchecked(firstTimestamp + ((uint)i * 960)), [0xF8, 0xFF, 0xFE], type: 111));

    public static byte[] Data(long atUs, string text) => [.. U64(atUs), .. Encoding.UTF8.GetBytes(text)];

    /// <summary>One feed with its join, so that its recordings belong to somebody.</summary>
    public static string Events(string feed = "feed-1", string display = "Ada", string room = Room, string identity = "ada") =>
        $$$"""
        {"emitter":"e","type":64,"timestamp":1795187600000000,"session_id":1,"event":{"plugin":"janus.plugin.videoroom","data":{"event":"joined","room":"{{{room}}}","id":"{{{feed}}}","display":"{{{display}}}","metadata":{"identity":"{{{identity}}}" } } } }

        """;

    public static TestDelivery Delivery(string medium, byte[] mjr) => new TestDelivery().With(Name(medium), mjr).With("events.jsonl", Events());

    public static byte[] U16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] U64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static IEnumerable<byte> Marked(IEnumerable<byte[]> frames) =>
        frames.SelectMany(f => (byte[])[.. "MEETECHO"u8, .. U16(f.Length), .. f]);
}
