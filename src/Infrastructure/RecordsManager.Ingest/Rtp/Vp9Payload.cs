using System.Buffers;
using System.Buffers.Binary;

namespace RecordsManager.Ingest.Rtp;

/// <summary>VP9 in RTP (RFC 9628 §4.2). The spatial layers of one picture become one superframe, as decoders expect it.</summary>
internal sealed class Vp9Payload : IVideoPayload
{
    private const byte PictureId = 0x80;
    private const byte InterPredicted = 0x40;
    private const byte LayerIndices = 0x20;
    private const byte Flexible = 0x10;
    private const byte BeginsLayerFrame = 0x08;
    private const byte ScalabilityStructure = 0x02;
    private const int MostLayers = 8;

    private readonly List<int> _starts = [];

    public bool StartsFrame(ReadOnlySpan<byte> payload) => (payload[0] & BeginsLayerFrame) != 0;

    public void Begin() => _starts.Clear();

    public bool Append(ReadOnlySpan<byte> payload, ArrayBufferWriter<byte> frame)
    {
        if (!TryDescriptor(payload, out var length) || _starts.Count > MostLayers)
        {
            return false;
        }

        if (StartsFrame(payload))
        {
            _starts.Add(frame.WrittenCount);
        }

        frame.Write(payload[length..]);
        return true;
    }

    public bool Finish(ArrayBufferWriter<byte> frame)
    {
        var isKey = Vp9FrameHeader.TryKeyFrameSize(frame.WrittenSpan, out _, out _);
        if (_starts.Count is > 1 and <= MostLayers)
        {
            WriteSuperframeIndex(frame);
        }

        return isKey;
    }

    // VP9 bitstream specification, annex B: marker, little-endian sizes (here of 4 bytes), marker
    private void WriteSuperframeIndex(ArrayBufferWriter<byte> frame)
    {
        var marker = (byte)(0xC0 | (3 << 3) | (_starts.Count - 1));
        _starts.Add(frame.WrittenCount);
        frame.Write([marker]);
        for (var layer = 1; layer < _starts.Count; layer++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(frame.GetSpan(4), _starts[layer] - _starts[layer - 1]);
            frame.Advance(4);
        }

        frame.Write([marker]);
    }

    private static bool TryDescriptor(ReadOnlySpan<byte> payload, out int length)
    {
        var flags = payload[0];
        length = 1;
        if ((flags & PictureId) != 0)
        {
            length += payload.Length > length && (payload[length] & 0x80) != 0 ? 2 : 1;
        }

        if ((flags & LayerIndices) != 0)
        {
            length += (flags & Flexible) != 0 ? 1 : 2;
        }

        if ((flags & Flexible) != 0 && (flags & InterPredicted) != 0)
        {
            for (var reference = 0; reference < 3; reference++)
            {
                var more = payload.Length > length && (payload[length] & 1) != 0;
                length++;
                if (!more)
                {
                    break;
                }
            }
        }

        if ((flags & ScalabilityStructure) != 0)
        {
            length += StructureLength(payload, length);
        }

        return length <= payload.Length;
    }

    // RFC 9628 §4.2.1: N_S, Y, G; sizes per layer; picture group
    private static int StructureLength(ReadOnlySpan<byte> payload, int at)
    {
        if (payload.Length <= at)
        {
            return 1;
        }

        var head = payload[at];
        var length = 1 + ((head & 0x10) != 0 ? 4 * ((head >> 5) + 1) : 0);
        if ((head & 0x08) == 0 || payload.Length <= at + length)
        {
            return length;
        }

        var pictures = payload[at + length++];
        for (var picture = 0; picture < pictures && payload.Length > at + length; picture++)
        {
            length += 1 + ((payload[at + length] >> 2) & 3);
        }

        return length;
    }
}
