using System.Buffers;

namespace RecordsManager.Ingest.Rtp;

/// <summary>How one video codec lies in RTP payloads.</summary>
internal interface IVideoPayload
{
    /// <summary>May a frame begin with this payload?</summary>
    bool StartsFrame(ReadOnlySpan<byte> payload);

    void Begin();

    /// <summary>False where the payload breaks its format.</summary>
    bool Append(ReadOnlySpan<byte> payload, ArrayBufferWriter<byte> frame);

    /// <summary>All packets of the frame were appended; may append an index to it. Returns whether a decoder can start here.</summary>
    bool Finish(ArrayBufferWriter<byte> frame);
}

/// <summary>
/// Packets of one time stamp are one frame; it is whole when its first packet starts a frame, no sequence number is missing and
/// its end is known, by the marker or by the next frame's start. An incomplete frame is dropped: a decoder shows an older picture for it.
/// </summary>
internal sealed class VideoAssembler(IVideoPayload format) : IFrameAssembler
{
    /// <summary>No camera's frame is larger; a sender that never sets the marker must not fill the memory.</summary>
    private const int LargestFrame = 8 << 20;

    private readonly ArrayBufferWriter<byte> _frame = new();
    private long? _timestamp;
    private long _lastSequence;
    private bool _intact;

    public long Incomplete { get; private set; }

    public long Malformed { get; private set; }

    public void Push(RtpPacket packet, Queue<MediaFrame> done)
    {
        var payload = packet.Payload.Span;
        var follows = packet.Sequence == _lastSequence + 1;
        if (_timestamp is { } open && open != packet.Timestamp)
        {
            Close(whole: follows && !payload.IsEmpty && format.StartsFrame(payload), done);
        }

        _lastSequence = packet.Sequence;
        if (payload.IsEmpty)
        {
            // padding to probe the bandwidth: counts for the sequence, belongs to no frame
            _intact &= follows;
            return;
        }

        if (_timestamp is null)
        {
            _timestamp = packet.Timestamp;
            _intact = format.StartsFrame(payload);
            format.Begin();
        }
        else
        {
            _intact &= follows;
        }

        if (_frame.WrittenCount + payload.Length > LargestFrame || !format.Append(payload, _frame))
        {
            _intact = false;
            Malformed++;
        }

        if (packet.Marker)
        {
            Close(whole: true, done);
        }
    }

    public void End()
    {
        if (_timestamp is not null)
        {
            Incomplete++;
            Reset();
        }
    }

    private void Close(bool whole, Queue<MediaFrame> done)
    {
        if (whole && _intact && _frame.WrittenCount > 0)
        {
            var isKey = format.Finish(_frame);
            done.Enqueue(new MediaFrame(_timestamp!.Value, _frame.WrittenSpan.ToArray(), isKey));
        }
        else
        {
            Incomplete++;
        }

        Reset();
    }

    private void Reset()
    {
        _timestamp = null;
        _frame.ResetWrittenCount();
    }
}
