namespace RecordsManager.Domain.Learning;

/// <summary>The verbs of the xAPI Video Profile that are used.</summary>
public enum LearningVerb
{
    Initialized,
    Played,
    Paused,
    Seeked,
    Completed,
    Terminated,
}

/// <summary>What is to be told, with all that was played until then.</summary>
/// <param name="FromMs">Of a seek: where it was before.</param>
/// <param name="Segments">In the order in which they were played, over all sessions; milliseconds.</param>
/// <param name="ProgressMs">How much of the recording was played; what was played twice counts once.</param>
/// <param name="SpentMs">How long it played, by the clock of who watched.</param>
public sealed record LearningSignal(
    LearningVerb Verb, Guid Session, DateTimeOffset When, long AtMs, long FromMs, IReadOnlyList<PlayedSegment> Segments, long ProgressMs, long SpentMs);

/// <summary>Milliseconds on the timeline of what is played.</summary>
public sealed record PlayedSegment(long FromMs, long ToMs);
