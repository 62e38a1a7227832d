namespace RecordsManager.Ingest.Matroska;

/// <summary>What a decoder must know of the one track in a file (RFC 9559 §5.1.4).</summary>
internal abstract record MatroskaTrack(string CodecId, byte[]? CodecPrivate)
{
    public sealed record Audio(string CodecId, byte[]? CodecPrivate, int Channels, int SampleRate, ulong CodecDelayNs, ulong SeekPreRollNs)
        : MatroskaTrack(CodecId, CodecPrivate);

    public sealed record Video(string CodecId, byte[]? CodecPrivate, int Width, int Height)
        : MatroskaTrack(CodecId, CodecPrivate);
}
