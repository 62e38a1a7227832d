using RecordsManager.Domain;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>A transcript file together with what a diarisation says of who speaks when.</summary>
internal static class TranscriptWithTurns
{
    /// <param name="word">Of the format; null: it is found out.</param>
    /// <param name="turns">RTTM, for the lines without a speaker; null or empty: none.</param>
    public static Result<(TranscriptFormat Format, IReadOnlyList<ReadLine> Lines)> Read(string? word, string content, string? turns)
    {
        if ((string.IsNullOrEmpty(word) ? TranscriptFile.Guess(content) : TranscriptFile.FormatOf(word)) is not { } format)
        {
            return TranscriptErrors.FormatUnknown;
        }

        var read = TranscriptFile.Read(format, content);
        if (read.Error is { } unreadable)
        {
            return unreadable;
        }

        if (string.IsNullOrWhiteSpace(turns))
        {
            return (format, read.Value);
        }

        var spoken = Rttm.Read(turns);
        return spoken.Error is { } refused ? refused : (format, Rttm.Name(read.Value, spoken.Value));
    }
}
