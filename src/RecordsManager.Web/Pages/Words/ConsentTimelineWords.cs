using RecordsManager.Application.Ledger;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Words;

/// <summary>A recording's consent in words: what the drawing shows, for who cannot see it, and its first line for everybody.</summary>
public static class ConsentTimelineWords
{
    /// <summary>Where a person stands, in a few words under their name.</summary>
    public static string Standing(ShowConsentTimeline.Row row)
    {
        if (row.Person.IsErased)
        {
            return "erased, nothing left";
        }

        var reminded = row.Marks.Count(m => m.Line.Kind == "consent.reminded");
        var said = row.Marks.LastOrDefault(m => Answers.Contains(m.Line.Kind))?.Line.Kind switch
        {
            "consent.granted" => "agreed",
            "consent.refused" => "did not agree",
            "consent.withdrawn" => "withdrew",
            "consent.objected" => "objected",
            _ => "no answer",
        };
        return reminded > 0 ? $"{said}, reminded {(reminded == 1 ? "once" : Figures.Count(reminded, "time"))}" : said;
    }

    /// <summary>What a screen reader says of a row's drawing.</summary>
    public static string Describe(ShowConsentTimeline.Row row) =>
        $"{row.Person.DisplayName}: {Standing(row)}. " + (row.Bars.Count == 0 ? "Nothing was recorded." : string.Join(". ", row.Bars.Select(b => $"{Figures.Capital(States.Of(b.Kind))}: {Say(b)}")) + ".");

    public static string Say(ShowConsentTimeline.Bar bar) => bar.State switch
    {
        TrackState.Quarantined => "quarantined, played to nobody",
        TrackState.Rejected => "destroyed, no consent before the deadline",
        TrackState.Erased => "erased",
        TrackState.Destroyed => "destroyed with the recording",
        _ => $"kept {Stretches(bar.Consented)}" + (bar.Removed.Count > 0 ? $"; removed {Stretches(bar.Removed)}" : ""),
    };

    /// <summary>Moments of a consent to the tenth of a second: they bound what is heard.</summary>
    public static string Stretches(IReadOnlyList<Application.Recordings.Span> spans) =>
        string.Join(", ", spans.Select(s => $"{Exact(s.FromMs)} to {Exact(s.ToMs)}"));

    public static string Lede(ShowConsentTimeline.View view)
    {
        var answers = view.Rows.Where(r => r.Bars.Count > 0).ToList();
        var whole = answers.Count(r => r.Bars.All(b => b.State == TrackState.Cleared && b.Removed.Count == 0));
        var partly = answers.Count(r => r.Bars.Any(b => b.State == TrackState.Cleared)) - whole;
        return view.Rows.Count == 0 ? "Nobody is known to be in this call yet."
            : answers.Count == 0 ? "Nothing of the call has arrived; what was asked and answered so far is below."
            : $"Of {Figures.Count(answers.Count, "person", "people")} with tracks, {Figures.Word(whole)} {(whole == 1 ? "is" : "are")} kept whole and {Figures.Word(partly)} in part.";
    }

    /// <summary>UTC to the millisecond: what a court compares with the other side's clock.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The word of a kind of mark in the legend.</summary>
    public static string Kind(string kind) => kind switch
    {
        "consent.requested" => "Asked",
        "consent.notified" => "Notice shown",
        "consent.acknowledged" => "Notice acknowledged",
        "consent.granted" => "Agreed",
        "consent.refused" => "Did not agree",
        "consent.withdrawn" => "Withdrew",
        "consent.objected" => "Objected",
        "consent.continued" => "Was told and stayed",
        "consent.beep-tone" => "Beep tone",
        "consent.reminded" => "Reminded",
        _ => kind,
    };

    private static readonly string[] Answers = ["consent.granted", "consent.refused", "consent.withdrawn", "consent.objected"];

    private static string Exact(long ms) => Figures.Clock(ms) + string.Create(System.Globalization.CultureInfo.InvariantCulture, $".{Math.Abs(ms) % 1000 / 100}");
}
