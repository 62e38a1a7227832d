using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Pages.Policies;

/// <summary>What do we ask of whom?</summary>
public sealed class ConsentModel(IMediator mediator) : PageModel
{
    public const int Seats = 4;

    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    [FromQuery(Name = "place")]
    public IReadOnlyList<string> Places { get; set; } = [];

    public ShowConsentPolicy.View View { get; private set; } = null!;

    public IReadOnlyList<string> Tried => [.. Places.Where(p => p.Length > 0)];

    /// <summary>The places to choose from stay whole while the table is searched.</summary>
    public IEnumerable<JurisdictionRule> Found => View.Rules.Where(r => string.IsNullOrWhiteSpace(Search)
        || r.Name.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase)
        || r.Code.StartsWith(Search.Trim(), StringComparison.OrdinalIgnoreCase));

    public async Task OnGetAsync(CancellationToken ct) => View = await mediator.Send(new ShowConsentPolicy.Query(null, Tried), ct);
}
