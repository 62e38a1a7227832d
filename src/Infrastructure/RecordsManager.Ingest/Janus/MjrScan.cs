using RecordsManager.Domain.Recordings;
using RecordsManager.Ingest.Matroska;
using RecordsManager.Ingest.Rtp;

namespace RecordsManager.Ingest.Janus;

/// <summary>What the first pass over one .mjr found; the second writes the medium.</summary>
/// <param name="FirstTicks">RTP time of the first kept frame after the first packet received.</param>
/// <param name="DurationNs">In the sender's time, as the medium has it.</param>
/// <param name="Gaps">After the first kept frame, in the sender's time.</param>
/// <param name="Clock">Of the sender; null where nothing can be told of it.</param>
internal sealed record MjrScan(
    MjrHeader Header, string Codec, int ClockRate, MatroskaTrack Track, long FirstTicks, long DurationNs,
    IReadOnlyList<Stretch> Gaps, ArrivalFit.Estimate? Clock, MjrLosses Losses)
{
    private const long Second = 1_000_000_000;

    // speech pauses shorter than this are not worth a mark; Opus DTX refreshes every 400 ms
    private const long AudioGapNs = Second / 5;

    // a camera sends at least one picture a second while it is on; a still screen may send fewer
    private const long CameraGapNs = 3 * Second / 2;
    private const long ScreenGapNs = 5 * Second;

    /// <summary>No call lasts longer; such a time stamp is damage.</summary>
    private const long LongestNs = 7 * 24 * 3600 * Second;

    /// <returns>Null where no decoder could show anything of it: no frame is whole, or no key frame came.</returns>
    /// <exception cref="Application.Ingest.CorruptMediaException">The file is damaged.</exception>
    public static async Task<MjrScan?> Run(MjrReader mjr, JanusCodec codec, bool isScreen, string name, CancellationToken ct)
    {
        var frames = new MjrFrames(mjr, codec);
        var isAudio = mjr.Header.Medium is MjrMedium.Audio;
        var gaps = new GapFinder(isAudio ? AudioGapNs : isScreen ? ScreenGapNs : CameraGapNs);
        long? first = null;
        var (endNs, lastNs, undecodable) = (0L, 0L, 0L);
        await foreach (var frame in frames.Read(ct))
        {
            if (!codec.Inspect(frame))
            {
                undecodable++;
                continue;
            }

            first ??= frame.Ticks;
            var atNs = ToNs(frame.Ticks - first.Value, codec.ClockRate);
            if (ToNs(Math.Abs(frame.Ticks), codec.ClockRate) > LongestNs)
            {
                throw IngestErrors.Corrupt(name, "its RTP clock leaps by days").Thrown();
            }

            endNs = atNs + FrameNs(frame, atNs - lastNs, isAudio);
            lastNs = atNs;
            if (!isAudio || !OpusPacket.IsDiscontinuous(frame.Data.Span))
            {
                gaps.Covered(atNs, endNs);
            }
        }

        ThrowIfDamaged(frames, name);
        return first is { } start
            ? new MjrScan(
                mjr.Header, codec.Name, codec.ClockRate, codec.Describe(), start, endNs, gaps.Gaps, frames.Clock,
                new MjrLosses(mjr.CutBytes, frames.Incomplete, frames.Foreign, frames.Broken, undecodable))
            : null;
    }

    public static long ToNs(long ticks, int clockRate) => (long)((Int128)ticks * Second / clockRate);

    // a picture lasts until the next; the last one as long as the one before it, within reason
    private static long FrameNs(MediaFrame frame, long sincePreviousNs, bool isAudio) => isAudio
        ? OpusPacket.Samples(frame.Data.Span) * Second / OpusPacket.ClockRate
        : Math.Clamp(sincePreviousNs, Second / 60, Second / 5);

    // loss on the way to Janus is normal and damage of a stored file is not: above a tenth it cannot be vouched for
    private static void ThrowIfDamaged(MjrFrames frames, string name)
    {
        if (frames.Broken * 10 > frames.Packets)
        {
            throw IngestErrors.Corrupt(name, $"{frames.Broken} of its {frames.Packets} packets cannot be read").Thrown();
        }
    }
}

/// <param name="CutBytes">Of a last frame that was cut.</param>
/// <param name="Incomplete">Frames with a packet missing.</param>
/// <param name="Foreign">Packets of a second source.</param>
/// <param name="Broken">Packets that are damaged.</param>
/// <param name="BeforeKeyFrame">Frames that no decoder could show.</param>
internal sealed record MjrLosses(long CutBytes, long Incomplete, long Foreign, long Broken, long BeforeKeyFrame);
