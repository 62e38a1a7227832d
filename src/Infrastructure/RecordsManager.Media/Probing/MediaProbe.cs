using System.Collections.Frozen;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Probing;

/// <summary>Lists a medium's packets once, without decoding more than one picture, and judges whether the product can work with it.</summary>
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
        var exit = await Ask(media, ProbeListing.Wanted, listing.Read, ct);
        var container = Containers.FirstOrDefault(name => listing.Format?.Split(',').Contains(name) ?? false);
        if (exit.Code != 0 || container is null)
        {
            return MediaErrors.Unreadable;
        }

        var judged = Judge(listing, kind);
        return judged.Error is { } error ? error : await Facts(media, container, judged.Value, listing, ct);
    }

    private async Task<ChildExit> Ask(IObjectReader media, string[] wanted, Action<string> onLine, CancellationToken ct)
    {
        await using var job = await ffmpeg.Open(ct);
        string[] arguments =
        [
            .. Arguments.Reach(ffmpeg.Options), "-format_whitelist", string.Join(',', Containers),
            .. wanted, job.Offer(new ObjectSource(media, ffmpeg.Options.ReadLimit)),
        ];
        return await ffmpeg.Probe(job, arguments, onLine, ct);
    }

    /// <returns>The stream that the track is about.</returns>
    private static Result<StreamFacts> Judge(ProbeListing listing, TrackKind kind)
    {
        var streams = listing.Media.ToList();
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

        return stream.First is null ? MediaErrors.Empty : stream;
    }

    /// <summary>
    /// A call begins with a small picture and sends a larger one as soon as the network shows that it carries it, and the container tells
    /// of the first alone. The key frame with the most bytes is decoded to learn of the larger one.
    /// </summary>
    private async Task<(int? Width, int? Height)> LargestPicture(IObjectReader media, StreamFacts stream, CancellationToken ct)
    {
        var largest = (stream.Width, stream.Height);
        if (stream.Type == "video" && stream.LargestKey is { } at && at != stream.FirstKey)
        {
            await Ask(media, ProbeListing.PictureAt(stream.Index, at), line => largest = ProbeListing.Larger(line, largest), ct);
        }

        return largest;
    }

    /// <summary>
    /// The medium's, not the stream's: audio and video of one file keep their distance. Negative ones are decoder
    /// priming. In Ogg with DTX ffmpeg counts the first page back from its end and reports up to a second too much; its
    /// granule positions count from 0 (RFC 7845, section 4).
    /// </summary>
    private static long FirstTimestamp(string container, IEnumerable<StreamFacts> streams) =>
        container == "ogg" ? 0 : Math.Max(0, streams.Min(stream => stream.First ?? long.MaxValue));

    private async Task<TrackProbe> Facts(IObjectReader media, string container, StreamFacts stream, ProbeListing listing, CancellationToken ct)
    {
        var first = FirstTimestamp(container, listing.Media);
        var (width, height) = await LargestPicture(media, stream, ct);
        return new TrackProbe(
            container, stream.Codec!, first, stream.End - first, width, height,
            stream.Type == "video" ? stream.FirstKey - first : null,
            [.. stream.Gaps.Select(gap => new Stretch(gap.FromNs - first, gap.ToNs - first))]);
    }
}
