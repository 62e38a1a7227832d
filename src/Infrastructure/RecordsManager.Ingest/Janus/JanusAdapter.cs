using RecordsManager.Application.Ingest;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Janus;

/// <summary>
/// A VideoRoom's recordings with the event handler's log. Zero of the timeline is the earliest of the first participant's join and
/// the first frame of any track, so that nothing lies before it; among each other the tracks lie as their headers' <c>u</c> says.
/// </summary>
internal sealed class JanusAdapter : IIngestAdapter
{
    /// <summary>Where recording was switched on long after the first join, the timeline does not begin with hours of nothing.</summary>
    private const long LongestLeadNs = 60_000_000_000;

    public string Name => "janus";

    public async Task<Result<CanonicalManifest>> Read(IDeliveredFiles delivery, CancellationToken ct)
    {
        if (DeliveredNames.Check(delivery) is { } refusal)
        {
            return refusal;
        }

        try
        {
            return await Read(new JanusDelivery(delivery), ct);
        }
        catch (RefusedDeliveryException refused)
        {
            return refused.Error;
        }
        catch (CorruptMediaException corrupt)
        {
            return corrupt.Error;
        }
    }

    private static async Task<Result<CanonicalManifest>> Read(JanusDelivery delivery, CancellationToken ct)
    {
        if (delivery.Recordings.Count == 0)
        {
            return IngestErrors.NoTracks("there is no .mjr file in it.");
        }

        var warnings = new List<ManifestWarning>();
        var log = await delivery.ReadEvents(warnings, ct);
        var recordings = new JanusRecordings(delivery, log, warnings);
        await recordings.Scan(ct);
        if (recordings.Tracks.Count == 0)
        {
            return IngestErrors.NoTracks($"none of its {delivery.Recordings.Count} .mjr files has a frame that can be shown or heard.");
        }

        var room = recordings.Room!;
        var people = new JanusPeople(log, room, recordings.Tracks, warnings);
        var messages = delivery.Posts is null ? recordings.Messages : await TextRoomPosts.Read(delivery, room, warnings, ct);
        return Assemble(delivery, recordings, people, messages, warnings);
    }

    private static CanonicalManifest Assemble(
        JanusDelivery delivery, JanusRecordings recordings, JanusPeople people,
        IReadOnlyList<JanusMessage> messages, List<ManifestWarning> warnings)
    {
        var present = people.All.SelectMany(p => p.Presence).ToList();
        var firstMedia = recordings.Tracks.Min(t => t.StartNs);
        var zero = Math.Clamp(present.Min(s => s.FromNs), firstMedia - LongestLeadNs, firstMedia);

        // whole microseconds, so that StartedAt says exactly the same
        zero -= zero % 1000;
        var end = Math.Max(present.Max(s => s.ToNs), recordings.Tracks.Max(t => t.EndNs));
        var chat = Chat(messages, people, zero, end);
        var room = recordings.Room!;
        return new CanonicalManifest(
            "janus",
            $"videoroom-{room}-{recordings.FirstFileUs}",
            room,
            $"Room {room}",
            DateTimeOffset.UnixEpoch.AddTicks(zero / 100),
            end - zero,
            [.. people.All.Select(p => p with { Presence = [.. p.Presence.Where(s => s.ToNs > zero).Select(s => Shift(s with { FromNs = Math.Max(s.FromNs, zero) }, -zero))] })],
            [.. recordings.Tracks.OrderBy(t => t.StartNs).ThenBy(t => t.File.Stem, StringComparer.Ordinal).Select(t => Track(delivery, t, people, zero))],
            chat,
            warnings);
    }

    private static ManifestTrack Track(JanusDelivery delivery, JanusTrack track, JanusPeople people, long zero)
    {
        var offset = track.StartNs - zero;
        return new ManifestTrack(
            track.File.Stem,
            people.IdentityOf(track.Feed),
            track.Kind,
            track.Scan.Codec,
            "matroska",
            offset,
            track.Scan.DurationNs,
            [.. track.Scan.Gaps.Select(g => Shift(new(track.Drift.OnTimeline(g.FromNs), track.Drift.OnTimeline(g.ToNs)), offset))],
            (output, ct) => MjrContent.Write(delivery.Files, track.File.Delivered, track.Scan, output, ct),
            track.Drift);
    }

    // the collector's clock is not Janus': a few seconds beyond either end still belong to the call
    private static List<ManifestChatMessage> Chat(IReadOnlyList<JanusMessage> messages, JanusPeople people, long zero, long end)
    {
        const long toleranceNs = 5_000_000_000;
        return [.. messages
            .Where(m => m.AtUs * 1000 >= zero - toleranceNs && m.AtUs * 1000 <= end + toleranceNs)
            .OrderBy(m => m.AtUs)
            .Select(m => (Message: m, AtNs: Math.Clamp(m.AtUs * 1000, zero, end)))
            .Select(m => new ManifestChatMessage(m.Message.SourceId, people.Author(m.Message, m.AtNs), m.AtNs - zero, m.Message.Text))];
    }

    private static Stretch Shift(Stretch stretch, long by) => new(stretch.FromNs + by, stretch.ToNs + by);
}
