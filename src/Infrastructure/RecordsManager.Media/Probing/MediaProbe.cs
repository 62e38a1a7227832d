using System.Collections.Frozen;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Probing;

/// <summary>Lists a medium's packets once, without decoding pictures, and judges whether the product can work with it.</summary>
internal sealed class MediaProbe(FfmpegRunner ffmpeg)
{
    /// <summary>Demuxers that may meet a delivered file at all: playlists and scripts that name other files are not among them.</summary>
    private static readonly string[] Containers = ["matroska", "ogg", "mov", "wav", "mp3", "flac"];

    private static readonly FrozenSet<string> Codecs = FrozenSet.Create(
        StringComparer.Ordinal, "opus", "aac", "vorbis", "mp3", "flac", "vp8", "vp9", "h264", "av1");

    public async Task<Result<TrackProbe>> Probe(IObjectReader media, TrackKind kind, CancellationToken ct)
    {
        if (media.Length == 0)
        {
            return MediaErrors.Empty;
        }

        var listing = new ProbeListing();
        await using var job = await ffmpeg.Open(ct);
        string[] arguments =
        [
            .. Arguments.Reach(ffmpeg.Options), "-format_whitelist", string.Join(',', Containers),
            .. ProbeListing.Wanted, job.Offer(new ObjectSource(media, ffmpeg.Options.ReadLimit)),
        ];
        var exit = await ffmpeg.Probe(job, arguments, listing.Read, ct);
        var container = Containers.FirstOrDefault(name => listing.Format?.Split(',').Contains(name) ?? false);
        return exit.Code == 0 && container is not null ? Judge(listing, container, kind) : MediaErrors.Unreadable;
    }

    private static Result<TrackProbe> Judge(ProbeListing listing, string container, TrackKind kind)
    {
        var streams = listing.Streams.Where(stream => stream.Type is "audio" or "video").ToList();
        if (streams.Count == 0)
        {
            return MediaErrors.Unreadable;
        }

        var type = kind.IsVideo() || (!kind.IsAudio() && streams.All(stream => stream.Type == "video")) ? "video" : "audio";
        if (streams.Find(candidate => candidate.Type == type) is not { } stream)
        {
            return MediaErrors.KindMismatch(type);
        }

        if (stream.Codec is not { } codec || !(Codecs.Contains(codec) || codec.StartsWith("pcm_", StringComparison.Ordinal)))
        {
            return MediaErrors.CodecUnsupported(stream.Codec ?? "unknown");
        }

        return stream.First is null ? MediaErrors.Empty : Facts(container, codec, stream, FirstTimestamp(container, streams));
    }

    /// <summary>
    /// The medium's, not the stream's: audio and video of one file keep their distance. Negative ones are decoder
    /// priming. In Ogg with DTX ffmpeg counts the first page back from its end and reports up to a second too much; its
    /// granule positions count from 0 (RFC 7845, section 4).
    /// </summary>
    private static long FirstTimestamp(string container, List<StreamFacts> streams) =>
        container == "ogg" ? 0 : Math.Max(0, streams.Min(stream => stream.First ?? long.MaxValue));

    private static TrackProbe Facts(string container, string codec, StreamFacts stream, long first) => new(
        container, codec, first, stream.End - first, stream.Width, stream.Height,
        stream.Type == "video" ? stream.FirstKey - first : null,
        [.. stream.Gaps.Select(gap => new Stretch(gap.FromNs - first, gap.ToNs - first))]);
}
