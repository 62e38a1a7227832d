using System.Buffers;
using System.Buffers.Binary;

namespace RecordsManager.Ingest.Rtp;

/// <summary>H.264 in RTP (RFC 6184): single NAL units, STAP-A and FU-A, written with 4-byte lengths as avcC promises.</summary>
internal sealed class H264Payload : IVideoPayload
{
    private const int StapA = 24;
    private const int FuA = 28;
    private const int LastSingle = 23;

    private int? _fragment;
    private bool _isKey;

    // the start bit of a fragmentation unit; every other packet begins a NAL unit
    public bool StartsFrame(ReadOnlySpan<byte> payload) =>
        (payload[0] & 0x1F) != FuA || (payload.Length > 1 && (payload[1] & 0x80) != 0);

    public void Begin()
    {
        _fragment = null;
        _isKey = false;
    }

    public bool Append(ReadOnlySpan<byte> payload, ArrayBufferWriter<byte> frame) => (payload[0] & 0x1F) switch
    {
        >= 1 and <= LastSingle => AppendUnit(payload, frame),
        StapA => AppendAggregate(payload[1..], frame),
        FuA => AppendFragment(payload, frame),
        _ => false,
    };

    public bool Finish(ArrayBufferWriter<byte> frame) => _isKey;

    private bool AppendUnit(ReadOnlySpan<byte> unit, ArrayBufferWriter<byte> frame)
    {
        WriteLength(frame, unit.Length);
        frame.Write(unit);
        _isKey |= (unit[0] & 0x1F) == H264Nal.Idr;
        return true;
    }

    // RFC 6184 §5.7.1
    private bool AppendAggregate(ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> frame)
    {
        while (rest.Length > 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length == 0 || length > rest.Length - 2)
            {
                return false;
            }

            AppendUnit(rest.Slice(2, length), frame);
            rest = rest[(2 + length)..];
        }

        return rest.IsEmpty;
    }

    // RFC 6184 §5.8: the NAL header is split over indicator and FU header; the length is known at the end bit
    private bool AppendFragment(ReadOnlySpan<byte> payload, ArrayBufferWriter<byte> frame)
    {
        if (payload.Length < 2)
        {
            return false;
        }

        var isStart = (payload[1] & 0x80) != 0;
        if (isStart)
        {
            var header = (byte)((payload[0] & 0xE0) | (payload[1] & 0x1F));
            _isKey |= (header & 0x1F) == H264Nal.Idr;
            _fragment = frame.WrittenCount;
            WriteLength(frame, 1);
            frame.Write([header]);
        }

        if (_fragment is not { } start)
        {
            return false;
        }

        frame.Write(payload[2..]);
        H264Nal.PatchLength(frame, start);
        if ((payload[1] & 0x40) != 0)
        {
            _fragment = null;
        }

        return true;
    }

    private static void WriteLength(ArrayBufferWriter<byte> frame, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame.GetSpan(4), length);
        frame.Advance(4);
    }
}
