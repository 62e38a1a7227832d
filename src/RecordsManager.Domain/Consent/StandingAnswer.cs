namespace RecordsManager.Domain.Consent;

/// <summary>What somebody's answers to one recording come to: the last one to the recording itself, less the purposes that were taken back since.</summary>
public sealed record StandingAnswer(ConsentEvent Answer, IReadOnlyList<string> Purposes)
{
    public bool Agrees => Answer.Kind == ConsentEventKind.Granted;

    /// <param name="events">Of one speaker about one recording, in any order; those that are no answers are passed over.</param>
    /// <returns>Null where there is no answer.</returns>
    public static StandingAnswer? Of(IEnumerable<ConsentEvent> events)
    {
        StandingAnswer? standing = null;
        foreach (var next in events.Where(e => e.IsAnswer || e.Kind == ConsentEventKind.Objected).InOrder())
        {
            standing = standing is { Agrees: true } && next.Kind != ConsentEventKind.Granted && !next.Purposes.Contains(Purpose.Recording, StringComparer.Ordinal)
                ? standing with { Purposes = [.. standing.Purposes.Except(next.Purposes, StringComparer.Ordinal)] }
                : new StandingAnswer(next, next.Purposes);
        }

        return standing;
    }
}
