using RecordsManager.Domain;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts.Formats;

public enum TranscriptFormat
{
    /// <summary>Who speaks stands in voice spans; also what Teams writes.</summary>
    WebVtt,

    /// <summary>WebVTT of Zoom: who speaks stands before the words.</summary>
    ZoomVtt,
    Srt,

    /// <summary>Of whisper.cpp, of Whisper's own program and of WhisperX, or <c>verbose_json</c> of an OpenAI-compatible endpoint.</summary>
    WhisperJson,
    DeepgramJson,
    AssemblyaiJson,
    AmazonTranscribeJson,
    GoogleSttJson,
}

/// <summary>Reads a transcript file of any known format. Nothing in a file can make it throw.</summary>
public static class TranscriptFile
{
    /// <summary>An hour of words with their times, as engines write them, has about 6 MiB.</summary>
    public const int MostBytes = 16 << 20;
    public const int MostLines = 20_000;
    public const int MostCharacters = 2_000;

    public static readonly IReadOnlyDictionary<string, TranscriptFormat> Formats = Enum.GetValues<TranscriptFormat>().ToDictionary(WordOf, StringComparer.Ordinal);

    /// <summary>Null: no such format.</summary>
    public static TranscriptFormat? FormatOf(string? word) => word is not null && Formats.TryGetValue(word, out var format) ? format : null;

    public static string WordOf(TranscriptFormat format) => format switch
    {
        TranscriptFormat.ZoomVtt => "zoom-vtt",
        TranscriptFormat.Srt => "srt",
        TranscriptFormat.WhisperJson => "whisper-json",
        TranscriptFormat.DeepgramJson => "deepgram-json",
        TranscriptFormat.AssemblyaiJson => "assemblyai-json",
        TranscriptFormat.AmazonTranscribeJson => "amazon-transcribe-json",
        TranscriptFormat.GoogleSttJson => "google-stt-json",
        _ => "webvtt",
    };

    /// <summary>What a file most likely is, by what only that format has in it; reading it tells whether it is.</summary>
    public static TranscriptFormat Guess(string content)
    {
        var start = content.AsSpan(0, Math.Min(content.Length, 1 << 16)).TrimStart('\uFEFF').TrimStart();
        return start.StartsWith("WEBVTT") ? content.Contains("<v", StringComparison.Ordinal) || !WebVttReader.NamesItsSpeakers(content) ? TranscriptFormat.WebVtt : TranscriptFormat.ZoomVtt
            : start is not ['{', ..] ? TranscriptFormat.Srt
            : Has("\"segments\"") && !Has("\"speaker_labels\"") || Has("\"transcription\"") ? TranscriptFormat.WhisperJson
            : Has("\"items\"") && Has("\"results\"") ? TranscriptFormat.AmazonTranscribeJson
            : Has("\"channels\"") ? TranscriptFormat.DeepgramJson
            : Has("\"results\"") ? TranscriptFormat.GoogleSttJson
            : TranscriptFormat.AssemblyaiJson;

        bool Has(string field) => content.Contains(field, StringComparison.Ordinal);
    }

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
                TranscriptFormat.WhisperJson => JsonFields.Read(content, WhisperReader.Read),
                TranscriptFormat.DeepgramJson => JsonFields.Read(content, DeepgramReader.Read),
                TranscriptFormat.AssemblyaiJson => JsonFields.Read(content, AssemblyAiReader.Read),
                TranscriptFormat.AmazonTranscribeJson => JsonFields.Read(content, AmazonReader.Read),
                TranscriptFormat.GoogleSttJson => JsonFields.Read(content, GoogleReader.Read),
                _ => WebVttReader.Read(content, areNamesBeforeWords: format == TranscriptFormat.ZoomVtt),
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
