using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Chapters;

/// <param name="FromMs">On the timeline of what is played.</param>
/// <param name="ToMs">Where the next one begins, or all ends.</param>
public sealed record ChapterView(ChapterId Id, long FromMs, long ToMs, string Title);

/// <summary>Opens chapters for who may play the recording.</summary>
internal sealed class ChapterViews(IReadDb db, ChapterTitles titles)
{
    /// <param name="link">Null for somebody signed in. Of a part that is shared: those that begin in it, counted from its beginning. What runs into it began with what is not shared. Of some of the people: without those that name others.</param>
    /// <returns>By time. Without those that name somebody who was erased.</returns>
    public async Task<IReadOnlyList<ChapterView>> Of(Recording recording, ShareLink? link, CancellationToken ct)
    {
        if (recording.State != RecordingState.Kept)
        {
            return [];
        }

        var within = link?.Range ?? new Stretch(0, recording.DurationNs);
        var (from, to, zero) = ((within.FromNs + 999_999) / 1_000_000, within.ToNs / 1_000_000, within.FromNs / 1_000_000);
        List<(Chapter Chapter, string Title)> read = [];
        foreach (var chapter in await db.Chapters.Where(c => c.Recording == recording.Id && c.AtMs >= from && c.AtMs < to).OrderBy(c => c.AtMs).ToListAsync(ct))
        {
            if (!IsOfOthers(chapter) && await titles.Open(chapter, ct) is { } title)
            {
                read.Add((chapter, title));
            }
        }

        return [.. read.Select((r, i) => new ChapterView(r.Chapter.Id, r.Chapter.AtMs - zero, (i + 1 < read.Count ? read[i + 1].Chapter.AtMs : to) - zero, r.Title))];

        bool IsOfOthers(Chapter chapter) =>
            link is { Speakers.Count: > 0 } && !chapter.Named.All(n => recording.Participants.Any(p => p.Person == n && link.Plays(p.Id)));
    }
}
