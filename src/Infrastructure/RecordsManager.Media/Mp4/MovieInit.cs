using System.Buffers.Binary;

namespace RecordsManager.Media.Mp4;

/// <summary>What an initialisation segment says about its one track.</summary>
/// <param name="Codecs">RFC 6381.</param>
/// <param name="MediaTime">What the edit list skips at the start (an encoder's priming), in units of the time scale.</param>
internal sealed record MovieInit(string Codecs, uint TimeScale, long MediaTime, SampleDefaults Defaults, int? Width, int? Height)
{
    private const int SampleEntryStart = 16; // stsd: box header, version and flags, number of entries
    private const int VisualFields = 78;
    private const int AudioFields = 28;

    /// <param name="moov">The whole box.</param>
    public static MovieInit Read(ReadOnlySpan<byte> moov)
    {
        var root = new Box(Box.Code("moov"), 0, moov.Length);
        var track = Box.Path(moov, root, "trak");
        var header = Box.Path(moov, track, "mdia", "mdhd");
        var timeScale = BinaryPrimitives.ReadUInt32BigEndian(moov[(header.Payload + (moov[header.Payload] == 1 ? 20 : 12))..]);
        var defaults = SampleDefaults.OfMovie(moov);
        var descriptions = Box.Path(moov, track, "mdia", "minf", "stbl", "stsd");
        var mediaTime = MediaTimeOf(moov, track);
        var from = descriptions.Start + SampleEntryStart;
        if (Box.Find(moov, from, descriptions.End, "avc1") is { } video)
        {
            var config = Box.Find(moov, video.Payload + VisualFields, video.End, "avcC") ?? throw new InvalidDataException("No avcC box.");
            var width = BinaryPrimitives.ReadUInt16BigEndian(moov[(video.Payload + 24)..]);
            var height = BinaryPrimitives.ReadUInt16BigEndian(moov[(video.Payload + 26)..]);
            var profile = Convert.ToHexStringLower(moov.Slice(config.Payload + 1, 3));
            return new MovieInit($"avc1.{profile}", timeScale, mediaTime, defaults, width, height);
        }

        var audio = Box.Find(moov, from, descriptions.End, "mp4a") ?? throw new InvalidDataException("Neither avc1 nor mp4a.");
        var stream = Box.Find(moov, audio.Payload + AudioFields, audio.End, "esds") ?? throw new InvalidDataException("No esds box.");
        return new MovieInit(AudioCodecs(moov[(stream.Payload + 4)..stream.End]), timeScale, mediaTime, defaults, null, null);
    }

    private static long MediaTimeOf(ReadOnlySpan<byte> moov, Box track)
    {
        if (Box.Find(moov, track.Payload, track.End, "edts") is not { } edits)
        {
            return 0;
        }

        var list = Box.Path(moov, edits, "elst");
        var entry = list.Payload + 8;
        return moov[list.Payload] == 1
            ? BinaryPrimitives.ReadInt64BigEndian(moov[(entry + 8)..])
            : BinaryPrimitives.ReadInt32BigEndian(moov[(entry + 4)..]);
    }

    /// <summary>ISO/IEC 14496-1, 7.2.6: ES (3) holds decoder configuration (4) holds decoder-specific information (5).</summary>
    private static string AudioCodecs(ReadOnlySpan<byte> descriptors)
    {
        var decoder = Descriptor(Descriptor(descriptors, 0x03)[3..], 0x04);
        var specific = Descriptor(decoder[13..], 0x05);
        return $"mp4a.{decoder[0]:x2}.{specific[0] >> 3}";
    }

    private static ReadOnlySpan<byte> Descriptor(ReadOnlySpan<byte> bytes, byte tag)
    {
        if (bytes[0] != tag)
        {
            throw new InvalidDataException("An unexpected descriptor in esds.");
        }

        var (length, at) = (0, 1);
        do
        {
            length = length << 7 | bytes[at] & 0x7f;
        }
        while ((bytes[at++] & 0x80) != 0);
        return bytes.Slice(at, length);
    }
}
