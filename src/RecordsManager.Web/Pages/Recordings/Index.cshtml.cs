using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>Where is the one I want?</summary>
public sealed class IndexModel(IMediator mediator) : PageModel
{
    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    [FromQuery(Name = "state")]
    public string? State { get; set; }

    [FromQuery(Name = "after")]
    public string? After { get; set; }

    public ListRecordings.Page Found { get; private set; } = null!;

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Search) || !string.IsNullOrWhiteSpace(State);

    public async Task OnGetAsync(CancellationToken ct)
    {
        RecordingId? cursor = RecordingId.TryParse(After, out var after) ? after : null;
        Found = await mediator.Send(new ListRecordings.Query(Search, State, cursor), ct);
    }

    public string Address(string? search, string? state, RecordingId? next = null)
    {
        List<string> parts = [];
        if (!string.IsNullOrWhiteSpace(search))
        {
            parts.Add("q=" + Uri.EscapeDataString(search));
        }

        if (!string.IsNullOrWhiteSpace(state))
        {
            parts.Add("state=" + state);
        }

        if (next is { } cursor)
        {
            parts.Add("after=" + cursor);
        }

        return "/recordings" + (parts.Count > 0 ? "?" + string.Join('&', parts) : "");
    }
}
