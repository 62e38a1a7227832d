using RecordsManager.Domain;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts.Formats;

public enum TranscriptFormat
{
    WebVtt,
    Srt,

    /// <summary>Of whisper.cpp, of Whisper's own program and of WhisperX, or <c>verbose_json</c> of an OpenAI-compatible endpoint.</summary>
    WhisperJson,
}

/// <summary>Reads a transcript file of any known format. Nothing in a file can make it throw.</summary>
public static class TranscriptFile
{
    public const int MostBytes = 4 << 20;
    public const int MostLines = 20_000;
    public const int MostCharacters = 2_000;

    public static TranscriptFormat? FormatOf(string? word) => word switch
    {
        "webvtt" => TranscriptFormat.WebVtt,
        "srt" => TranscriptFormat.Srt,
        "whisper-json" => TranscriptFormat.WhisperJson,
        _ => null,
    };

    public static string WordOf(TranscriptFormat format) => format switch
    {
        TranscriptFormat.Srt => "srt",
        TranscriptFormat.WhisperJson => "whisper-json",
        _ => "webvtt",
    };

    /// <returns>Lines by time. Refusals: <c>transcript.unreadable</c> says where, <c>transcript.too-large</c>.</returns>
    public static Result<IReadOnlyList<ReadLine>> Read(TranscriptFormat format, string content)
    {
        if (content.Length > MostBytes)
        {
            return TranscriptErrors.TooLarge;
        }

        try
        {
            var lines = format switch
            {
                TranscriptFormat.Srt => SrtReader.Read(content),
                TranscriptFormat.WhisperJson => WhisperReader.Read(content),
                _ => WebVttReader.Read(content),
            };
            return lines.Count > MostLines || lines.Exists(l => l.Text.Length > MostCharacters)
                ? TranscriptErrors.TooLarge
                : lines.OrderBy(l => l.FromMs).ToList();
        }
        catch (UnreadableTranscriptException unreadable)
        {
            return TranscriptErrors.Unreadable(unreadable.Message);
        }
    }
}

/// <summary>The message names the place and says what is wrong there.</summary>
internal sealed class UnreadableTranscriptException(string message) : Exception(message);
