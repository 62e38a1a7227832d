namespace RecordsManager.Ingest.Rtp;

/// <summary>One coded frame as a container stores it.</summary>
/// <param name="Ticks">RTP time since the first packet received.</param>
internal readonly record struct MediaFrame(long Ticks, ReadOnlyMemory<byte> Data, bool IsKey);

/// <summary>Makes frames of packets in order.</summary>
internal interface IFrameAssembler
{
    void Push(RtpPacket packet, Queue<MediaFrame> done);

    /// <summary>No packet follows.</summary>
    void End();

    /// <summary>Frames that were given up because a packet of theirs never came.</summary>
    long Incomplete { get; }

    /// <summary>Packets whose payload breaks its format.</summary>
    long Malformed { get; }
}
