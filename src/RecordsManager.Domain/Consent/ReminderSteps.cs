namespace RecordsManager.Domain.Consent;

/// <summary>When somebody is reminded who has not answered: at half of the quarantine, and a day before it ends.</summary>
public static class ReminderSteps
{
    private static readonly TimeSpan LastCall = TimeSpan.FromDays(1);

    /// <param name="quarantine">The whole time for an answer.</param>
    /// <returns>How long before the deadline each step falls due, the first step first; a quarantine of two days or less has only one.</returns>
    public static IReadOnlyList<TimeSpan> Of(TimeSpan quarantine) => quarantine / 2 > LastCall ? [quarantine / 2, LastCall] : [quarantine / 2];

    /// <summary>When the step after those that were taken falls due; null after the last.</summary>
    public static DateTimeOffset? Next(IReadOnlyList<TimeSpan> steps, DateTimeOffset deadline, int taken) => taken < steps.Count ? deadline - steps[taken] : null;
}
