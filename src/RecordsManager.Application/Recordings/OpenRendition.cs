using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// What may be played now, asked anew for every playlist, and for a segment unless it was asked a moment ago and nothing has changed
/// since: consent, erasure, disposition and revocation take effect with the next request.
/// </summary>
public static class OpenRendition
{
    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <param name="Participant">For a stem; null otherwise.</param>
    /// <param name="Track">For a remux; null otherwise.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link, DerivativeKind Kind, ParticipantId? Participant = null, TrackId? Track = null) : IQuery<Result<View>>;

    /// <param name="Parts">In the order of the timeline: one for mix and stem, one a scene for the composite.</param>
    /// <param name="Until">When it ends without anything that changes: the link's expiry. Null: never.</param>
    /// <param name="PlayLasts">The plays of the link are limited: given only within so long after one was counted. Null: they are not.</param>
    /// <param name="FromNs">What the player calls second zero: where the part that is shared begins.</param>
    public sealed record View(IReadOnlyList<Part> Parts, DateTimeOffset? Until, TimeSpan? PlayLasts = null, long FromNs = 0);

    /// <param name="Rendition">With those fragments and stills alone that may be played.</param>
    /// <param name="First">The number of the first of them in the object.</param>
    public sealed record Part(MediaObjectId Object, Rendition Rendition, int First = 0);

    internal sealed class Handler(IReadDb db, PlaybackGate gate, RenditionTables tables) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var opened = await gate.Open(query.Recording, query.Link, ct);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var (recording, link) = opened.Value;
            if (recording.PlannedVersion != recording.PlayVersion)
            {
                return PlaybackErrors.Changing; // until it is planned anew, what stands there was made for another consent
            }

            if (IsOutside(recording, link, query))
            {
                return RecordingErrors.NotFound; // as somebody who is not in it
            }

            var ofTheirOwn = link is not null && recording.IsSharedInPart && query.Kind is DerivativeKind.Mix or DerivativeKind.Scene;
            var made = await db.Derivatives
                .Where(d => d.Recording == query.Recording && d.Kind == query.Kind && d.ForRecipients == ofTheirOwn && (query.Kind == DerivativeKind.Remux || d.Participant == query.Participant))
                .OrderBy(d => d.Ordinal)
                .Select(d => new { d.State, d.Object, d.Tracks })
                .ToListAsync(ct);
            if (query.Track is { } track)
            {
                made.RemoveAll(d => d.Tracks[0] != track);
            }

            // A derivative that a change has overtaken may still be listed for a moment: its tracks say whether it may be heard.
            var playable = opened.Value.Playable.ToList();
            if (made.Exists(d => !d.Tracks.All(t => playable.Exists(p => p.Id == t))) || IsWithheld(recording, query, playable))
            {
                return PlaybackErrors.Withheld;
            }

            if (made.Count == 0 || made.Exists(d => d.State != DerivativeState.Ready))
            {
                return RecordingErrors.NotFound;
            }

            List<Part> parts = [];
            foreach (var id in made.Select(d => d.Object!.Value))
            {
                if (await tables.Of(db, query.Recording, id, ct) is not { } table)
                {
                    return RecordingErrors.NotFound; // made anew since the rows were read
                }

                parts.AddRange(Within(link?.Range, id, table));
            }

            return parts.Count == 0
                ? RecordingErrors.NotFound // nothing of it lies in the part that was shared
                : new View(parts, link?.ExpiresAt, link?.PlaysAllowed is null ? null : link.PlayLasts(recording.DurationNs), link?.Range?.FromNs ?? 0);
        }

        /// <summary>A fragment that begins before the part or ends after it is not of it.</summary>
        private static IEnumerable<Part> Within(Stretch? range, MediaObjectId id, Rendition table)
        {
            if (range is not { } part)
            {
                return [new Part(id, table)];
            }

            var first = table.Fragments.TakeWhile(f => f.StartNs < part.FromNs).Count();
            List<Fragment> inside = [.. table.Fragments.Skip(first).TakeWhile(f => f.StartNs + f.DurationNs <= part.ToNs)];
            return inside.Count == 0 ? [] : [new Part(id, table with { Fragments = inside, Stills = table.Stills?.Where(s => part.Covers(s.AtNs)).ToList() }, first)];
        }

        /// <summary>The link is for some of the people: neither is it for others, nor for what shows several together.</summary>
        private static bool IsOutside(Recording recording, ShareLink? link, Query query) =>
            link is { Speakers.Count: > 0 }
            && !((query.Participant ?? recording.Tracks.FirstOrDefault(t => t.Id == query.Track)?.Participant) is { } whose && link.Plays(whose));

        /// <summary>There is sound of them, or this track, and nothing of it may be played: nothing of it is planned.</summary>
        private static bool IsWithheld(Recording recording, Query query, List<Track> playable)
        {
            Func<Track, bool>? asked = query switch
            {
                { Participant: { } whose } => track => IsSound(track, whose),
                { Track: { } id } => track => track.Id == id,
                _ => null,
            };
            return asked is not null && recording.Tracks.Any(asked) && !playable.Exists(t => asked(t));
        }

        private static bool IsSound(Track track, ParticipantId whose) => track.Participant == whose && !track.Kind.IsVideo();
    }
}
