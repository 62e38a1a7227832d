namespace RecordsManager.Domain.Transcripts;

public static class TranscriptErrors
{
    public static readonly Error NotFound = new("transcript.not-found", "There is no such transcript.", ErrorKind.NotFound);

    public static readonly Error Approved = new(
        "transcript.approved", "The transcript is approved: nothing in it changes.", ErrorKind.Conflict, "Set it back to draft first.");

    public static readonly Error ChangedMeanwhile = new(
        "transcript.changed-meanwhile", "Somebody else changed this transcript while you had it open. Nothing of yours was saved.", ErrorKind.Conflict,
        "Load it again to see what it says now, then make your changes once more.");

    public static readonly Error Empty = new("transcript.empty", "The transcript has no lines.", ErrorKind.Conflict, "Import or write some first.");

    public static readonly Error FormatUnknown = new(
        "transcript.format-unknown", "The format is not known.", ErrorKind.Validation, "Send webvtt, zoom-vtt, srt, whisper-json, deepgram-json, assemblyai-json, amazon-transcribe-json or google-stt-json, or none to have it found out.");

    public static readonly Error LanguageMalformed = new(
        "transcript.language-malformed", "The language is no BCP 47 tag.", ErrorKind.Validation, "Send one like en or pt-BR.");

    public static readonly Error TooLarge = new(
        "transcript.too-large", "The transcript is too large.", ErrorKind.Validation, "A file has at most 16 MiB and 20,000 lines, a line 2,000 characters.");

    public static readonly Error EngineOff = new(
        "transcript.engine-off", "No engine that writes down speech is set up.", ErrorKind.Conflict, "Import a transcript, or have RECORDS_TRANSCRIPTION_URL set.");

    public static readonly Error NobodyToTranscribe = new(
        "transcript.nobody-to-transcribe", "There is nobody whose speech could be written down.", ErrorKind.Conflict, "Ask for their consent to transcription; whoever has lines in this language already is left out.");

    /// <param name="what">Where in the file, and what is wrong there.</param>
    public static Error Unreadable(string what) => new("transcript.unreadable", what, ErrorKind.Validation, "Correct the file there, or choose its right format.");

    /// <param name="what">Where in the file of turns, and what is wrong there.</param>
    public static Error TurnsUnreadable(string what) => new(
        "transcript.turns-unreadable", what, ErrorKind.Validation, "Correct it there. A turn is written: SPEAKER call 1 0.50 2.25 <NA> <NA> ann <NA> <NA>");

    /// <param name="whom">The names of the file that nobody in the call has, or that there are lines without a name.</param>
    public static Error SpeakerUnknown(string whom) => new(
        "transcript.speaker-unknown", whom, ErrorKind.Validation, "Say in speakers which participant each name is; the empty name stands for lines without one.");

    /// <param name="whose">Name of the participant.</param>
    public static Error SpeakerHasLines(string whose) => new(
        "transcript.speaker-has-lines", $"{whose} has lines in this language already.", ErrorKind.Conflict, "Delete the transcript first, or edit it.");

    /// <param name="what">Which line, and what is wrong with it.</param>
    public static Error LineInvalid(string what) => new("transcript.line-invalid", what, ErrorKind.Validation, "Correct that line. Nothing was saved.");
}
