using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Ledger;

namespace RecordsManager.Web.Pages;

/// <summary>The auditor's page: what happened, to what, to whom, when; and whether the ledger is what was written.</summary>
public sealed class TrailModel(IMediator mediator, TrailQuestion question) : PageModel
{
    [FromQuery(Name = "kind")]
    public string? Kind { get; set; }

    [FromQuery(Name = "about")]
    public string? About { get; set; }

    /// <summary>A part of a name, or an id.</summary>
    [FromQuery(Name = "person")]
    public string? Person { get; set; }

    /// <summary>ISO 3166.</summary>
    [FromQuery(Name = "place")]
    public string? Place { get; set; }

    [FromQuery(Name = "from")]
    public DateOnly? From { get; set; }

    [FromQuery(Name = "to")]
    public DateOnly? To { get; set; }

    [FromQuery(Name = "before")]
    public long? Before { get; set; }

    [TempData]
    public string? CheckedEntries { get; set; }

    [TempData]
    public string? BrokenAt { get; set; }

    public SearchTrail.Page Found { get; private set; } = null!;

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Kind) || !string.IsNullOrWhiteSpace(About) || !string.IsNullOrWhiteSpace(Person) || !string.IsNullOrWhiteSpace(Place) || From is not null || To is not null;

    public LedgerScrub? LastScrub { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Found = await mediator.Send(new SearchTrail.Query(await question.Of(Kind, About, Person, Start(From), Start(To?.AddDays(1)), Place, ct), Before), ct);
        LastScrub = await mediator.Send(new ShowLastScrub.Query(), ct);
    }

    public async Task<IActionResult> OnPostCheckAsync(CancellationToken ct)
    {
        var report = (await mediator.Send(new ScrubLedger.Command(), ct)).Value;
        CheckedEntries = report.Entries.ToString("N0", CultureInfo.InvariantCulture);
        BrokenAt = report.Findings.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{report.Findings[0].At:N0} ({report.Findings[0].Part}): {report.Findings[0].What}");
        return Redirect("/trail" + Filters(null));
    }

    public string Filters(long? before)
    {
        List<(string Name, string? Value)> parts =
        [
            ("kind", Kind), ("about", About), ("person", Person), ("place", Place), ("from", Day(From)), ("to", Day(To)), ("before", before?.ToString(CultureInfo.InvariantCulture)),
        ];
        var given = parts.Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Start(DateOnly? day) =>
        day is { } given ? new DateTimeOffset(given.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
