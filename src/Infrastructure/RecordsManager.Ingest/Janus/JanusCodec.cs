using RecordsManager.Ingest.Matroska;
using RecordsManager.Ingest.Rtp;

namespace RecordsManager.Ingest.Janus;

/// <summary>One codec's way from RTP into Matroska. An instance belongs to one pass over one file.</summary>
internal abstract class JanusCodec(string name, int clockRate, Func<IFrameAssembler> newAssembler)
{
    public const string Supported = "opus, vp8, vp9, h264";

    public string Name { get; } = name;

    public int ClockRate { get; } = clockRate;

    public IFrameAssembler NewAssembler() => newAssembler();

    /// <summary>Looks at a frame in the first pass; false until a decoder can start with what was seen.</summary>
    public abstract bool Inspect(MediaFrame frame);

    /// <summary>After <see cref="Inspect"/> said true.</summary>
    public abstract MatroskaTrack Describe();

    /// <summary>Null where it is none of <see cref="Supported"/>.</summary>
    public static JanusCodec? For(MjrHeader header) => (header.Medium, header.Codec) switch
    {
        (MjrMedium.Audio, "opus") => new Opus(header.RedPayloadType),
        (MjrMedium.Video, "vp8") => new Video("vp8", "V_VP8", () => new Vp8Payload(), Vp8Payload.TrySize),
        (MjrMedium.Video, "vp9") => new Video("vp9", "V_VP9", () => new Vp9Payload(), Vp9FrameHeader.TryKeyFrameSize),
        (MjrMedium.Video, "h264") => new H264(),
        _ => null,
    };

    private sealed class Opus(int? redPayloadType) : JanusCodec("opus", OpusPacket.ClockRate, () => new OpusAssembler(redPayloadType))
    {
        // libopus' look-ahead, which the encoder of every browser is; RFC 7845 §5.1 and the Matroska Opus mapping
        private const int PreSkip = 312;
        private const ulong PreSkipNs = PreSkip * 1_000_000_000UL / OpusPacket.ClockRate;
        private const ulong SeekPreRollNs = 80_000_000;
        private bool _isStereo;

        public override bool Inspect(MediaFrame frame)
        {
            _isStereo |= OpusPacket.IsStereo(frame.Data.Span);
            return true;
        }

        public override MatroskaTrack Describe()
        {
            var channels = _isStereo ? 2 : 1;
            byte[] head =
            [
                .. "OpusHead"u8, 1, (byte)channels, PreSkip & 0xFF, PreSkip >> 8,
                .. BitConverter.GetBytes(OpusPacket.ClockRate), 0, 0, 0,
            ];
            return new MatroskaTrack.Audio("A_OPUS", head, channels, OpusPacket.ClockRate, PreSkipNs, SeekPreRollNs);
        }
    }

    private delegate bool SizeReader(ReadOnlySpan<byte> frame, out int width, out int height);

    private sealed class Video(string name, string codecId, Func<IVideoPayload> payload, SizeReader trySize)
        : JanusCodec(name, 90_000, () => new VideoAssembler(payload()))
    {
        private MatroskaTrack.Video? _track;

        public override bool Inspect(MediaFrame frame)
        {
            if (_track is null && frame.IsKey && trySize(frame.Data.Span, out var width, out var height))
            {
                _track = new MatroskaTrack.Video(codecId, null, width, height);
            }

            return _track is not null;
        }

        public override MatroskaTrack Describe() => _track!;
    }

    private sealed class H264() : JanusCodec("h264", 90_000, () => new VideoAssembler(new H264Payload()))
    {
        private byte[]? _sps;
        private byte[]? _pps;
        private MatroskaTrack.Video? _track;

        public override bool Inspect(MediaFrame frame)
        {
            if (_track is not null)
            {
                return true;
            }

            Keep(ref _sps, H264Nal.Find(frame.Data.Span, H264Nal.SequenceParameters));
            Keep(ref _pps, H264Nal.Find(frame.Data.Span, H264Nal.PictureParameters));
            if (frame.IsKey && _sps is not null && _pps is not null && H264Sps.TrySize(_sps, out var width, out var height))
            {
                _track = new MatroskaTrack.Video("V_MPEG4/ISO/AVC", H264Nal.AvcC(_sps, _pps), width, height);
            }

            return _track is not null;
        }

        public override MatroskaTrack Describe() => _track!;

        private static void Keep(ref byte[]? kept, ReadOnlySpan<byte> found)
        {
            if (found.Length is >= 2 and <= ushort.MaxValue)
            {
                kept = found.ToArray();
            }
        }
    }
}
