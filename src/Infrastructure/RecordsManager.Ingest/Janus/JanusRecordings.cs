using RecordsManager.Application.Ingest;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Janus;

/// <summary>The first pass over every recording: whose it is, what it is, and whether it can be read to its end.</summary>
internal sealed class JanusRecordings(JanusDelivery delivery, JanusEventLog log, List<ManifestWarning> warnings)
{
    private readonly List<JanusTrack> _tracks = [];
    private readonly List<JanusMessage> _messages = [];

    public IReadOnlyList<JanusTrack> Tracks => _tracks;

    /// <summary>What was said over data channels; left unread where the text room's posts were delivered, which say the same.</summary>
    public IReadOnlyList<JanusMessage> Messages => _messages;

    public string? Room { get; private set; }

    public long FirstFileUs { get; private set; } = long.MaxValue;

    public async Task Scan(CancellationToken ct)
    {
        foreach (var file in delivery.Recordings)
        {
            await using var stream = await delivery.Files.Open(file.Name, ct);
            await using var mjr = await MjrReader.Open(stream, file.Name, ct);
            if (mjr is null)
            {
                warnings.Add(new("media.empty-recording", "Janus opened this recording and never wrote to it; there is no track of it.", file.Name));
                continue;
            }

            await Scan(mjr, file.Name, ct);
        }
    }

    private async Task Scan(MjrReader mjr, string name, CancellationToken ct)
    {
        if (mjr.Header.IsEndToEndEncrypted)
        {
            throw IngestErrors.EndToEndEncrypted($"'{IngestErrors.Short(name)}'").Thrown();
        }

        var codec = JanusCodec.For(mjr.Header);
        if (codec is null && mjr.Header.Medium is not MjrMedium.Data)
        {
            throw IngestErrors.CodecUnsupported(name, mjr.Header.Codec, JanusCodec.Supported).Thrown();
        }

        var file = MjrFileName.Parse(name) ?? throw IngestErrors.UnknownParticipant($"'{IngestErrors.Short(name)}'", "the file's name").Thrown();
        var feed = Owner(file);
        FirstFileUs = Math.Min(FirstFileUs, file.CreatedUs);
        if (codec is not null)
        {
            await ScanTrack(mjr, codec, file, feed, ct);
        }
        else if (delivery.Posts is null)
        {
            _messages.AddRange(await DataChannel.Read(mjr, file, feed, warnings, ct));
        }
    }

    private async Task ScanTrack(MjrReader mjr, JanusCodec codec, MjrFileName file, JanusFeed feed, CancellationToken ct)
    {
        var kind = JanusTrack.KindOf(mjr.Header.Medium, mjr.Header.Description ?? feed.Description(file.Mindex));
        var scan = await MjrScan.Run(mjr, codec, kind is TrackKind.Screen, file.Delivered, ct);
        Warn(file, mjr.CutBytes > 0, "media.cut-tail", $"The recording ends inside a frame; {mjr.CutBytes} bytes were dropped and all before them kept.");
        if (scan is null)
        {
            warnings.Add(new("media.nothing-decodable", "No frame of this recording can be shown (none is whole, or no key frame came); there is no track of it.", file.Delivered));
            return;
        }

        var losses = scan.Losses;
        Warn(file, file.IsOpen, "media.not-closed", "Janus did not close this recording (.mjr.tmp); it may lack its last seconds.");
        Warn(file, losses.Incomplete > 0, "media.frames-lost", $"Pictures dropped because packets of theirs never came: {losses.Incomplete}.");
        Warn(file, losses.BeforeKeyFrame > 0, "media.before-key-frame", $"Pictures before the first key frame, which cannot be shown: {losses.BeforeKeyFrame}.");
        Warn(file, losses.Foreign > 0, "media.second-source", $"{losses.Foreign} packets of a second source (SSRC) were left out.");
        Warn(file, losses.Broken > 0, "media.packets-unreadable", $"{losses.Broken} packets could not be read.");
        Warn(file, scan.Clock is { IsNoClock: true }, "timeline.no-clock", FormattableString.Invariant($"By its packets' times of arrival its clock is {scan.Clock?.Ppm:0} ppm off, as no clock is; it was not corrected."));
        _tracks.Add(new JanusTrack(file, feed, kind, scan, scan.Header.FirstFrameUs ?? scan.Header.CreatedUs ?? file.CreatedUs));
    }

    private JanusFeed Owner(MjrFileName file)
    {
        var feed = file.Candidates().Select(c => log.Feed(c.Room, c.Feed)).FirstOrDefault(f => f is not null)
            ?? throw IngestErrors.UnknownParticipant($"'{IngestErrors.Short(file.Delivered)}'", file.Candidates().First().Feed).Thrown();
        Room ??= feed.Room;
        return feed.Room == Room ? feed : throw IngestErrors.SeveralRooms(Room, feed.Room).Thrown();
    }

    private void Warn(MjrFileName file, bool when, string code, string message)
    {
        if (when)
        {
            warnings.Add(new(code, message, file.Delivered));
        }
    }
}
