using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Transcripts;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Chapters;

/// <summary>Writes chapters with the marks by which their titles are found; checks what everybody who writes one is held to.</summary>
internal sealed class ChapterWriter(IWriteDb db, ChapterTitles titles, WordIndex index, ICurrentActor actor, TimeProvider clock)
{
    /// <summary>Of a recording that is kept: of others nothing is written any more.</summary>
    public async Task<Result<Recording>> Kept(RecordingId id, CancellationToken ct) => await db.Recording(id, ct) switch
    {
        null => RecordingErrors.NotFound,
        { NotKept: { } gone } => gone,
        var recording => recording,
    };

    /// <returns>The title as it is kept: one line without surplus space.</returns>
    public static Result<string> Checked(Recording recording, long atMs, string? title) =>
        CueText.Plain(title ?? "") is not { Length: > 0 and <= Chapter.LongestTitle } plain ? ChapterErrors.TitleOutOfRange
        : atMs < 0 || atMs >= recording.DurationNs / 1_000_000 ? ChapterErrors.OutsideRecording
        : plain;

    /// <param name="title">As <see cref="Checked"/> has it.</param>
    public async Task<ChapterId> Add(Recording recording, long atMs, string title, CancellationToken ct)
    {
        var id = ChapterId.New(clock.GetUtcNow());
        var (text, named) = await titles.Seal(recording, id, title, ct);
        db.Add(new Chapter(id, actor.Organization, recording.Id, atMs, text, named));
        foreach (var mark in await index.Of(recording.Id, id.Value, title, ct))
        {
            db.Add(mark);
        }

        return id;
    }

    /// <param name="was">Its title until now.</param>
    public async Task Change(Recording recording, Chapter chapter, string was, long atMs, string title, CancellationToken ct)
    {
        var (text, named) = await titles.Seal(recording, chapter.Id, title, ct);
        chapter.Change(atMs, text, named);
        var (before, after) = (await index.Of(recording.Id, chapter.Id.Value, was, ct), await index.Of(recording.Id, chapter.Id.Value, title, ct));
        foreach (var mark in before.ExceptBy(after.Select(m => m.Word), m => m.Word))
        {
            db.Remove(mark);
        }

        foreach (var mark in after.ExceptBy(before.Select(m => m.Word), m => m.Word))
        {
            db.Add(mark);
        }
    }
}
