namespace RecordsManager.Ingest.Rtp;

/// <summary>What the first bytes of an Opus packet tell (RFC 6716 §3.1).</summary>
internal static class OpusPacket
{
    public const int ClockRate = 48_000;
    private const int LongestPacket = 120 * ClockRate / 1000;

    public static bool IsStereo(ReadOnlySpan<byte> packet) => (packet[0] & 0x04) != 0;

    /// <summary>libopus sends one or two bytes where the speaker is silent (DTX refresh).</summary>
    public static bool IsDiscontinuous(ReadOnlySpan<byte> packet) => packet.Length <= 2;

    /// <summary>Duration at 48 kHz; 0 where the bytes are not an Opus packet.</summary>
    public static int Samples(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty)
        {
            return 0;
        }

        var config = packet[0] >> 3;
        var perFrame = config switch
        {
            < 12 => (config & 3) switch { 0 => 480, 1 => 960, 2 => 1920, _ => 2880 },
            < 16 => (config & 1) == 0 ? 480 : 960,
            _ => 120 << (config & 3),
        };
        var frames = (packet[0] & 3) switch
        {
            0 => 1,
            1 or 2 => 2,
            _ => packet.Length > 1 ? packet[1] & 0x3F : 0,
        };
        return frames * perFrame <= LongestPacket ? frames * perFrame : 0;
    }
}
