namespace RecordsManager.Domain.Consent;

public static class NoticeErrors
{
    public static readonly Error DraftNotFound = new(
        "notice.draft-not-found", "There is no draft in this language.", ErrorKind.NotFound, "Write one first.");

    public static readonly Error Malformed = new(
        "notice.malformed", "The notice cannot be kept as it is.", ErrorKind.Validation, "Correct what is named.");

    public static readonly Error SpokenMissing = new(
        "notice.spoken-missing", "No notice in force has words for the telephone.", ErrorKind.Conflict, "Publish a notice with a spoken text, in the caller's language or in English.");

    public static readonly Error DraftChanged = new(
        "notice.draft-changed", "The draft is not the one that was previewed.", ErrorKind.Conflict, "Look at the preview again, then publish what you see.");
}
