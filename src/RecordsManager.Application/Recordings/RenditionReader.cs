using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>What there is of one kind for who was let in: of now, of those who may be played, and of a part nothing but the part.</summary>
internal sealed class RenditionReader(IReadDb db, RenditionTables tables)
{
    /// <param name="participant">For a stem; null otherwise.</param>
    /// <param name="track">For a remux; null otherwise.</param>
    /// <param name="height">Of a variant, pixels; null otherwise.</param>
    public async Task<Result<OpenRendition.View>> Of(PlaybackGate.Opened opened, DerivativeKind kind, ParticipantId? participant, TrackId? track, int? height, CancellationToken ct)
    {
        var (recording, link) = opened;
        if (recording.PlannedVersion != recording.PlayVersion)
        {
            return PlaybackErrors.Changing; // until it is planned anew, what stands there was made for another consent
        }

        if (IsOutside(recording, link, participant, track))
        {
            return RecordingErrors.NotFound; // as somebody who is not in it
        }

        var ofTheirOwn = link is not null && recording.IsSharedInPart && kind is DerivativeKind.Mix or DerivativeKind.Scene or DerivativeKind.Variant;
        var made = await db.Derivatives
            .Where(d => d.Recording == recording.Id && d.Kind == kind && d.Height == height && d.ForRecipients == ofTheirOwn && (kind == DerivativeKind.Remux || d.Participant == participant))
            .OrderBy(d => d.Ordinal)
            .Select(d => new { d.State, d.Object, d.Tracks })
            .ToListAsync(ct);
        if (track is { } one)
        {
            made.RemoveAll(d => d.Tracks[0] != one);
        }

        // A derivative that a change has overtaken may still be listed for a moment: its tracks say whether it may be heard.
        var playable = opened.Playable.ToList();
        if (made.Exists(d => !d.Tracks.All(t => playable.Exists(p => p.Id == t))) || IsWithheld(recording, participant, track, playable))
        {
            return PlaybackErrors.Withheld;
        }

        if (made.Count == 0 || made.Exists(d => d.State != DerivativeState.Ready))
        {
            return RecordingErrors.NotFound;
        }

        List<MediaObjectId> objects = made.ConvertAll(d => d.Object!.Value);
        if (await tables.Of(db, recording.Id, objects, ct) is not { } read)
        {
            return RecordingErrors.NotFound; // made anew since the rows were read
        }

        List<OpenRendition.Part> parts = [.. objects.Zip(read).SelectMany(one => Within(link?.Range, one.First, one.Second))];
        return parts.Count == 0
            ? RecordingErrors.NotFound // nothing of it lies in the part that was shared
            : new OpenRendition.View(parts, link?.ExpiresAt, link?.PlaysAllowed is null ? null : link.PlayLasts(recording.DurationNs), link?.Range?.FromNs ?? 0);
    }

    /// <summary>A fragment that begins before the part or ends after it is not of it.</summary>
    private static IEnumerable<OpenRendition.Part> Within(Stretch? range, MediaObjectId id, Rendition table)
    {
        if (range is not { } part)
        {
            return [new OpenRendition.Part(id, table)];
        }

        var first = table.Fragments.TakeWhile(f => f.StartNs < part.FromNs).Count();
        List<Fragment> inside = [.. table.Fragments.Skip(first).TakeWhile(f => f.StartNs + f.DurationNs <= part.ToNs)];
        return inside.Count == 0 ? [] : [new OpenRendition.Part(id, table with { Fragments = inside, Stills = table.Stills?.Where(s => part.Covers(s.AtNs)).ToList() }, first)];
    }

    /// <summary>The link is for some of the people: neither is it for others, nor for what shows several together.</summary>
    private static bool IsOutside(Recording recording, ShareLink? link, ParticipantId? participant, TrackId? track) =>
        link is { Speakers.Count: > 0 }
        && !((participant ?? recording.Tracks.FirstOrDefault(t => t.Id == track)?.Participant) is { } whose && link.Plays(whose));

    /// <summary>There is sound of them, or this track, and nothing of it may be played: nothing of it is planned.</summary>
    private static bool IsWithheld(Recording recording, ParticipantId? participant, TrackId? track, List<Track> playable)
    {
        Func<Track, bool>? asked = participant is { } whose ? t => IsSound(t, whose) : track is { } id ? t => t.Id == id : null;
        return asked is not null && recording.Tracks.Any(asked) && !playable.Exists(t => asked(t));
    }

    private static bool IsSound(Track track, ParticipantId whose) => track.Participant == whose && !track.Kind.IsVideo();
}
