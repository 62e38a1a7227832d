using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;

namespace RecordsManager.Application.Chapters;

/// <summary>WebVTT of kind chapters, read and written. Nothing in a file can make reading throw.</summary>
public static class ChapterFile
{
    public const int MostBytes = 1 << 20;

    /// <returns>In order. Refusals: <c>chapter.unreadable</c> says where, <c>chapter.too-many</c>.</returns>
    public static Result<IReadOnlyList<ReadLine>> Read(string content)
    {
        if (content.Length > MostBytes)
        {
            return ChapterErrors.TooMany;
        }

        try
        {
            var cues = WebVttReader.Read(content);
            for (var i = 1; i < cues.Count; i++)
            {
                if (cues[i].FromMs < cues[i - 1].ToMs)
                {
                    return ChapterErrors.Unreadable($"Chapter {i + 1}, “{Start(cues[i].Text)}”, begins before the one above it ends.");
                }
            }

            return cues.Count switch
            {
                0 => ChapterErrors.Unreadable("There is no chapter in it."),
                > Chapter.MostOfARecording => ChapterErrors.TooMany,
                _ => cues,
            };
        }
        catch (UnreadableTranscriptException unreadable)
        {
            return ChapterErrors.Unreadable(unreadable.Message);
        }
    }

    public static string Write(IEnumerable<ChapterView> chapters) => WebVttWriter.Write(chapters.Select(c => new ReadLine(null, c.FromMs, c.ToMs, c.Title)));

    private static string Start(string title) => title.Length > 40 ? title[..40] + "…" : title;
}
