using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Words;

/// <summary>What was watched, as clocks of the recording.</summary>
public static class WatchedWords
{
    public static string Say(IEnumerable<Stretch> watched) => Say([.. watched.Select(Span.Of)]);

    public static string Say(IReadOnlyList<Span> watched) =>
        watched.Count == 0 ? "not told" : string.Join(", ", watched.Select(s => $"{Figures.Clock(s.FromMs)}–{Figures.Clock(s.ToMs)}"));
}
