namespace RecordsManager.Domain.Chapters;

public static class ChapterErrors
{
    public static readonly Error NotFound = new("chapter.not-found", "There is no such chapter.", ErrorKind.NotFound, "Load the page again: somebody may have removed it.");

    public static readonly Error TitleOutOfRange = new(
        "chapter.title-out-of-range", "A chapter needs a title of at most 200 characters.", ErrorKind.Validation, "Write a shorter title, or any at all.");

    public static readonly Error OutsideRecording = new(
        "chapter.outside-recording", "The chapter would begin outside of the recording.", ErrorKind.Validation, "Write a time like 0:26 that lies before its end.");

    public static readonly Error TimeTaken = new("chapter.time-taken", "Another chapter begins at this time.", ErrorKind.Conflict, "Rename that one, or choose another time.");

    public static readonly Error TooMany = new("chapter.too-many", "A recording has at most 500 chapters.", ErrorKind.Conflict, "Remove some first.");

    /// <param name="what">Where in the file, and what is wrong there.</param>
    public static Error Unreadable(string what) => new("chapter.unreadable", what, ErrorKind.Validation, "Correct the file there. It has to be WebVTT with one cue for each chapter.");
}
