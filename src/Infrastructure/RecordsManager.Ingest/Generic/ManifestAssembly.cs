using RecordsManager.Application.Ingest;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Generic;

/// <summary>From the producer's manifest and the delivered files to the canonical one.</summary>
internal sealed class ManifestAssembly(IDeliveredFiles delivery, DeliveryManifest manifest, string folder)
{
    private const long Second = 1_000_000_000;
    private const long Margin = 3600 * Second;
    private const long LongestOpenSession = 24 * Margin;

    // ends that a producer rounded to milliseconds are no overlap
    private const long Rounding = 1_000_000;

    private readonly DeclaredFiles _files = new(delivery, folder);
    private readonly List<ManifestWarning> _warnings = [];

    public async Task<CanonicalManifest> Assemble(CancellationToken ct)
    {
        _warnings.AddRange(manifest.Reasons.Select(r => new ManifestWarning("delivery.partial", IngestErrors.Short(r), File: null)));
        _warnings.AddRange(manifest.Ignored.Select(i => new ManifestWarning("delivery.part-ignored", $"{i} is not kept.", File: null)));
        var placed = new List<Placed>();
        foreach (var track in manifest.Tracks)
        {
            placed.AddRange(await Place(track, ct));
        }

        if (placed.Count == 0)
        {
            throw new RefusedDeliveryException(IngestErrors.NoTracks("every file of its tracks is marked missing or empty."));
        }

        var chat = await Chat(ct);
        var zero = Zero(placed, chat);
        var end = End(placed, chat);
        return new CanonicalManifest(
            manifest.Source, manifest.ExternalId, manifest.Conversation, manifest.Title,
            DateTimeOffset.UnixEpoch.AddTicks(zero / 100),
            end - zero,
            [.. manifest.Participants.Select(p => Participant(p, placed, zero, end))],
            [.. placed.OrderBy(p => p.AtNs).Select(p => Track(p, zero))],
            [.. chat.OrderBy(m => m.AtNs).Select(m => m with { AtNs = m.AtNs - zero })],
            _warnings);
    }

    // started_at, unless media or chat lies before it (a join may: the recorder need not be the first to come); whole ticks of DateTimeOffset, so that StartedAt says exactly the same
    private long Zero(List<Placed> placed, IReadOnlyCollection<ManifestChatMessage> chat)
    {
        var zero = placed.Select(p => p.AtNs)
            .Concat(chat.Select(m => m.AtNs))
            .Append(manifest.StartedNs).Min();
        return zero - (zero % 100);
    }

    private long End(List<Placed> placed, IReadOnlyCollection<ManifestChatMessage> chat) =>
        placed.Select(p => p.EndNs)
            .Concat(chat.Select(m => m.AtNs))
            .Append(manifest.EndedNs ?? LastLeave()).Max();

    private long LastLeave() => manifest.Participants.SelectMany(p => p.Stays)
        .Select(s => Math.Min(s.LeftNs ?? s.JoinedNs, manifest.StartedNs + LongestOpenSession))
        .Append(manifest.StartedNs).Max();

    private async Task<List<Placed>> Place(DeclaredTrack track, CancellationToken ct)
    {
        var placed = new List<Placed>();
        for (var i = 0; i < track.Segments.Count; i++)
        {
            var segment = track.Segments[i];
            if (_files.Find(segment.File) is not { } file)
            {
                Warn("media.not-delivered", "The producer says that it has no content for this file; there is no track of it.", segment);
                continue;
            }

            if (segment.File.State is FileState.Truncated)
            {
                Warn("media.cut-tail", "The producer says that this file is truncated.", segment);
            }

            if (segment.Anchor.IsCoarse)
            {
                Warn("timeline.coarse-anchor", "Placed by the start of the recorder, not by the first sample: it may lie two seconds or more off.", segment);
            }

            var at = CheckedPlace(segment.Anchor);
            var id = track.Segments.Count == 1 ? track.Id : $"{track.Id}#{i + 1}";
            placed.Add(new Placed(id, track, segment, file, await _files.ContainerOf(segment.File, file, ct), at, Drift(segment, at)));
        }

        ThrowIfOverlapping(placed);
        return placed;
    }

    private long CheckedPlace(Anchor anchor)
    {
        var at = manifest.Clocks.UnixNs(anchor, manifest.StartedNs);
        var latest = (manifest.EndedNs ?? manifest.StartedNs + LongestOpenSession) + Margin;
        return at >= manifest.StartedNs - Margin && at <= latest
            ? at
            : throw anchor.At.Malformed("lies more than an hour outside the session");
    }

    /// <summary>As stated, or else from the anchors at both ends, or else from the clock that the anchor was read from.</summary>
    private ClockDrift Drift(DeclaredSegment segment, long at)
    {
        var ppm = segment.DriftPpm
            ?? (segment.LastAnchor is { } last && segment.DurationNs >= Clocks.ShortestForDriftNs ? (((CheckedPlace(last) - at) / (double)segment.DurationNs) - 1) * 1e6 : manifest.Clocks.DriftPpm(segment.Anchor))
            ?? 0;
        if (ClockDrift.OfPpm(ppm) is { } drift)
        {
            return drift;
        }

        Warn("timeline.no-clock", FormattableString.Invariant($"Its clock is {ppm:0} ppm off by what the producer says, as no clock is; it was not corrected."), segment);
        return default;
    }

    private static void ThrowIfOverlapping(List<Placed> placed)
    {
        foreach (var (earlier, later) in placed.OrderBy(p => p.AtNs).Zip(placed.OrderBy(p => p.AtNs).Skip(1)))
        {
            if (later.AtNs + Rounding < earlier.EndNs || later.AtNs == earlier.AtNs)
            {
                throw later.Segment.At.Malformed("overlaps another segment of its track; what was captured twice at a time is two tracks");
            }
        }
    }

    private ManifestTrack Track(Placed placed, long zero)
    {
        var offset = placed.AtNs - zero;
        return new ManifestTrack(
            placed.Id, placed.Track.Identity, placed.Track.Kind, placed.Track.Codec, placed.Container, offset, placed.Segment.DurationNs,
            [.. placed.Segment.Gaps.Select(g => new Stretch(placed.Drift.OnTimeline(g.FromNs) + offset, placed.Drift.OnTimeline(g.ToNs) + offset))],
            (output, ct) => Copy(placed.File.Name, output, ct),
            placed.Drift);
    }

    private async Task Copy(string name, Stream output, CancellationToken ct)
    {
        await using var input = await delivery.Open(name, ct);
        await input.CopyToAsync(output, ct);
        await output.FlushAsync(ct);
    }

    // a producer that does not log connections: present as long as media of the person is
    private static ManifestParticipant Participant(DeclaredParticipant declared, List<Placed> placed, long zero, long end)
    {
        var own = placed.Where(p => p.Track.Identity == declared.Identity).ToList();
        IEnumerable<Stretch> presence = declared.Stays.Count > 0
            ? declared.Stays.Select(s => new Stretch(s.JoinedNs, s.LeftNs ?? end))
            : own.Count > 0 ? [new Stretch(own.Min(p => p.AtNs), own.Exists(p => p.Segment.DurationNs == 0) ? end : own.Max(p => p.EndNs))] : [];
        return new ManifestParticipant(
            declared.Identity, declared.DisplayName, declared.Role, declared.Location,
            [.. Presence.Merged(presence)
                .Where(s => s.FromNs < end && s.ToNs > zero)
                .Select(s => new Stretch(Math.Max(s.FromNs, zero) - zero, Math.Min(s.ToNs, end) - zero))]);
    }

    private async Task<IReadOnlyCollection<ManifestChatMessage>> Chat(CancellationToken ct)
    {
        var participants = manifest.Participants.ToDictionary(p => p.Id, StringComparer.Ordinal);
        var messages = new List<ManifestChatMessage>();
        foreach (var chat in manifest.Chats)
        {
            if (_files.Find(chat.File) is not { } file)
            {
                continue;
            }

            var reader = new ChatFile(file.Name, participants);
            await using var stream = await delivery.Open(file.Name, ct);
            messages.AddRange(await reader.Read(stream, ct));
            if (reader.LeftOut > 0)
            {
                _warnings.Add(new("chat.left-out", $"{reader.LeftOut} private messages, files or reactions were left out.", file.Name));
            }
        }

        return InSession(messages);
    }

    private List<ManifestChatMessage> InSession(List<ManifestChatMessage> messages)
    {
        var latest = (manifest.EndedNs ?? manifest.StartedNs + LongestOpenSession) + Margin;
        var outside = messages.RemoveAll(m => m.AtNs < manifest.StartedNs - Margin || m.AtNs > latest);
        if (outside > 0)
        {
            _warnings.Add(new("chat.outside-session", $"{outside} messages lie more than an hour outside the session and were left out.", File: null));
        }

        return messages;
    }

    private void Warn(string code, string message, DeclaredSegment segment) => _warnings.Add(new(code, message, segment.File.Name));

    private sealed record Placed(string Id, DeclaredTrack Track, DeclaredSegment Segment, DeliveredFile File, string Container, long AtNs, ClockDrift Drift)
    {
        public long EndNs => AtNs + Drift.OnTimeline(Segment.DurationNs);
    }
}
