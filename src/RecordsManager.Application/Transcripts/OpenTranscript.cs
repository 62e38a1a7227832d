using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>What was said, for who may play the recording: behind the gate of the media, and read as they are.</summary>
public static class OpenTranscript
{
    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <param name="PlayedAt">When the last play of who asks through the link was counted: a link that is used up gives words as it gives sound.</param>
    /// <param name="Language">Null: the approved one before drafts, the oldest first.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link, string? Language = null, DateTimeOffset? PlayedAt = null) : IQuery<Result<TranscriptView>>;

    internal sealed class Handler(IReadDb db, PlaybackGate gate, TranscriptViews views, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Query, Result<TranscriptView>>
    {
        public async Task<Result<TranscriptView>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var opened = await gate.Open(query.Recording, query.Link, ct);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var (recording, link) = opened.Value;
            if (link?.IsUsedUpFor(query.PlayedAt, recording.DurationNs, clock.GetUtcNow()) == true)
            {
                return PlaybackErrors.LinkUsedUp;
            }

            var throughLink = query.Link is not null;
            var seesDrafts = !throughLink && actor.May(Permission.TranscriptsWrite);
            var transcripts = await db.Transcripts.Where(t => t.Recording == query.Recording && (query.Language == null || t.Language == query.Language)).ToListAsync(ct);
            var chosen = transcripts.Where(t => seesDrafts || t.State == TranscriptState.Approved).OrderByDescending(t => t.State == TranscriptState.Approved).ThenBy(t => t.MadeAt).FirstOrDefault();
            return chosen is null ? TranscriptErrors.NotFound : Within(link, await views.Of(recording, chosen, throughLink, ct));
        }

        /// <summary>Of some of the people only their lines; of a part that is shared those that lie wholly in it, counted from its beginning.</summary>
        private static TranscriptView Within(ShareLink? link, TranscriptView view)
        {
            view = link is null ? view : view with { Lines = [.. view.Lines.Where(l => link.Plays(l.Participant))] };
            if (link?.Range is not { } part)
            {
                return view;
            }

            var (from, to) = ((part.FromNs + 999_999) / 1_000_000, part.ToNs / 1_000_000);
            return view with { Lines = [.. view.Lines.Where(l => l.FromMs >= from && l.ToMs <= to).Select(l => l with { FromMs = l.FromMs - (part.FromNs / 1_000_000), ToMs = l.ToMs - (part.FromNs / 1_000_000) })] };
        }
    }
}
