using RecordsManager.Application.Ingest;
using RecordsManager.Domain.Deliveries;

namespace RecordsManager.Web.Pages.Words;

/// <summary>What a difference means and what to do about it.</summary>
public static class ReconciliationWords
{
    /// <summary>Of a report with differences.</summary>
    public static string Say(ReconcileCalls.Report report)
    {
        var (differing, missing) = (report.Differing, report.Count(FindingKind.Missing));
        return missing == 0 ? $"{Figures.Capital(Figures.Word(differing))} of them {(differing == 1 ? "differs" : "differ")} from what arrived."
            : missing == differing ? $"Something of {Figures.Word(missing)} is missing."
            : $"{Figures.Capital(Figures.Word(differing))} of them differ from what arrived, and something of {Figures.Word(missing)} is missing.";
    }

    public static string Say(ReconcileCalls.Row finding) => finding.Kind switch
    {
        FindingKind.Missing when finding.Participant is null => "Nothing of this call has arrived. Ask your calls’ system for its recording, and deliver that.",
        FindingKind.Missing => $"{Who(finding)} was in the call and nothing of them arrived. If they neither spoke nor showed anything, that is right.",
        FindingKind.Late => $"It arrived {Figures.Spoken(WholeMinutes(finding.LateSeconds))} after the call’s end.",
        FindingKind.Shortened => $"No track covers {Figures.Spoken((long)finding.LackingSeconds * 1000)} of the time that {Who(finding)} was there.",
        _ => $"{Figures.Count(finding.RepeatedTracks, "track")} had arrived before and {(finding.RepeatedTracks == 1 ? "was" : "were")} not stored twice.",
    };

    private static string Who(ReconcileCalls.Row finding) => finding.Name ?? "Somebody";

    /// <returns>Milliseconds.</returns>
    private static long WholeMinutes(double seconds) => (long)(seconds / 60) * 60_000;
}
