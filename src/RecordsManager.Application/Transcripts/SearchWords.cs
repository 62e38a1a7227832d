using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Chapters;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>
/// Who said that, and where? All words in one line, one message or the title of one chapter. The index only says where to look: a hit is one when its
/// text is opened, by the rules of whoever reads it in the player, and holds the words.
/// </summary>
public static class SearchWords
{
    public const int Most = 20;

    /// <summary>Beyond so many candidates the search ends: who finds thousands has asked for too little.</summary>
    private const int MostOpened = 1_000;

    /// <param name="Text">Any words; fewer than two letters in all find nothing.</param>
    [Requires(Permission.RecordingsRead)]
    public sealed record Query(string? Text) : IQuery<IReadOnlyList<Hit>>;

    /// <param name="IsDraft">Of a transcript that nobody has approved.</param>
    /// <param name="By">Who said or wrote it; null: it is a chapter's title.</param>
    /// <param name="IsChat">Written, not said.</param>
    public sealed record Hit(RecordingId Recording, string Title, DateTimeOffset StartedAt, long AtMs, PersonName? By, string Text, bool IsDraft, bool IsChat);

    internal sealed class Handler(IReadDb db, WordIndex index, TranscriptViews transcripts, CallViews calls, ChapterViews chapters, ICurrentActor actor) : IRequestHandler<Query, IReadOnlyList<Hit>>
    {
        public async Task<IReadOnlyList<Hit>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var words = WordForms.Of(query.Text ?? "").Distinct(StringComparer.Ordinal).Take(12).ToList();
            if (words.Sum(w => w.Length) < 2)
            {
                return [];
            }

            var marks = (await index.Of(words, ct)).ToList();
            var found = await db.WordMarks.Where(m => marks.Contains(m.Word)).GroupBy(m => new { m.Item, m.Recording }).Where(g => g.Count() == marks.Count)
                .Select(g => g.Key).Take(MostOpened).ToListAsync(ct);
            List<Hit> hits = [];
            var ids = found.Select(f => f.Recording).Distinct().ToList();
            foreach (var recording in await db.Recordings.Where(r => ids.Contains(r.Id) && r.State == RecordingState.Kept).OrderByDescending(r => r.StartedAt).ToListAsync(ct))
            {
                var items = found.Where(f => f.Recording == recording.Id).Select(f => f.Item).ToList();
                hits.AddRange((await Said(recording, items, ct)).Concat(await Written(recording, items, ct)).Concat(await Titles(recording, items, ct)).Where(h => WordForms.Holds(h.Text, words)).OrderBy(h => h.AtMs));
                if (hits.Count >= Most)
                {
                    break;
                }
            }

            return [.. hits.Take(Most)];
        }

        private async Task<IReadOnlyList<Hit>> Said(Recording recording, List<Guid> items, CancellationToken ct)
        {
            var ids = items.ConvertAll(i => new TranscriptLineId(i));
            var seesDrafts = actor.May(Permission.TranscriptsWrite);
            var drafts = await db.Transcripts.Where(t => t.Recording == recording.Id && t.State == TranscriptState.Draft).Select(t => t.Id).ToListAsync(ct);
            var lines = (await db.TranscriptLines.Where(l => ids.Contains(l.Id)).ToListAsync(ct)).FindAll(l => seesDrafts || !drafts.Contains(l.Transcript));
            var draftLines = lines.Where(l => drafts.Contains(l.Transcript)).Select(l => l.Id).ToHashSet();
            return [.. (await transcripts.Of(recording, lines, throughLink: false, ct)).Where(l => l.Text is not null)
                .Select(l => new Hit(recording.Id, recording.Title, recording.StartedAt, l.FromMs, l.Speaker, l.Text!, draftLines.Contains(l.Id), IsChat: false))];
        }

        private async Task<IReadOnlyList<Hit>> Written(Recording recording, List<Guid> items, CancellationToken ct)
        {
            var ids = items.ConvertAll(i => new ChatMessageId(i));
            return !await db.ChatMessages.AnyAsync(m => ids.Contains(m.Id), ct) ? []
                : [.. (await calls.Chat(recording, ids, ct)).Where(m => m.Text is not null)
                    .Select(m => new Hit(recording.Id, recording.Title, recording.StartedAt, m.AtMs, m.Author, m.Text!, IsDraft: false, IsChat: true))];
        }

        private async Task<IReadOnlyList<Hit>> Titles(Recording recording, List<Guid> items, CancellationToken ct)
        {
            var ids = items.ConvertAll(i => new ChapterId(i));
            return !await db.Chapters.AnyAsync(c => ids.Contains(c.Id), ct) ? []
                : [.. (await chapters.Of(recording, link: null, ct)).Where(c => ids.Contains(c.Id))
                    .Select(c => new Hit(recording.Id, recording.Title, recording.StartedAt, c.FromMs, By: null, c.Title, IsDraft: false, IsChat: false))];
        }
    }
}
