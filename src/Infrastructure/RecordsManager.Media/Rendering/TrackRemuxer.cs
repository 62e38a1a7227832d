using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Mp4;
using RecordsManager.Media.Processes;
using RecordsManager.Media.WebM;

namespace RecordsManager.Media.Rendering;

/// <summary>
/// A track's pictures as they were recorded, packet by packet, in a container that a browser plays piece by piece: nothing is decoded, so
/// that an hour takes seconds. Its time is the track's own, from 0.
/// </summary>
internal sealed class TrackRemuxer(FfmpegRunner ffmpeg)
{
    private const long Tolerance = 2_000_000_000; // a last picture may stand for long before the track's end is told by another

    public async Task<Rendition> Render(PictureInput track, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        await using var job = await ffmpeg.Open(ct);
        string[] input =
        [
            "-copyts", .. Arguments.Reach(ffmpeg.Options), "-itsoffset", Arguments.Seconds(-track.FirstTimestampNs),
            "-f", track.Container, "-i", job.Offer(new ObjectSource(track.Media, ffmpeg.Options.ReadLimit)),
            "-map", "0:v:0", "-c:v", "copy", .. Arguments.Clean, "-avoid_negative_ts", "disabled", "-method", "PUT",
        ];
        if (track.Codec == "h264")
        {
            var fragments = new FragmentRecorder([output], shiftTicks: 0, firstSequence: 1, reached => Report(reached));
            await ffmpeg.Render(
                job,
                [.. input, "-movflags", "+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer", "-use_editlist", "0", "-video_track_timescale", "90000", "-f", "mp4", job.Offer(new Sink(fragments.Record))],
                onOutput: null, ct);
            var made = fragments.Rendition;
            ThrowIfShort(made.Fragments[^1].StartNs + made.Fragments[^1].DurationNs, track);
            return OnTimeline(made, track);
        }

        var clusters = new ClusterRecorder(output, track.DurationNs, Report);
        await ffmpeg.Render(job, [.. input, "-f", "webm", job.Offer(new Sink(clusters.Record))], onOutput: null, ct);
        ThrowIfShort(clusters.LastNs, track);
        return OnTimeline(clusters.Rendition(), track);

        void Report(long reachedNs) => progress.Report(Math.Clamp((double)reachedNs / track.DurationNs, 0, 1));
    }

    private static Rendition OnTimeline(Rendition made, PictureInput track) => made with
    {
        Fragments = [.. made.Fragments.Select(f => f with { StartNs = track.OffsetNs + track.Drift.OnTimeline(f.StartNs), DurationNs = track.Drift.OnTimeline(f.DurationNs) })],
    };

    private static void ThrowIfShort(long reachedNs, PictureInput track)
    {
        if (reachedNs < track.DurationNs - Tolerance)
        {
            throw new RenderFailedException($"The pictures end after {Arguments.Seconds(reachedNs)} s instead of {Arguments.Seconds(track.DurationNs)} s.");
        }
    }
}
