using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain.Recordings;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>Where is the one I want?</summary>
public sealed class IndexModel(IMediator mediator, ICurrentActor actor, AccessLog accesses) : PageModel
{
    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    [FromQuery(Name = "state")]
    public string? State { get; set; }

    [FromQuery(Name = "after")]
    public string? After { get; set; }

    public ListRecordings.Page Found { get; private set; } = null!;

    /// <summary>Who said or wrote it; only beside the first page of what was found.</summary>
    public IReadOnlyList<SearchWords.Hit> Hits { get; private set; } = [];

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Search) || !string.IsNullOrWhiteSpace(State);

    public async Task OnGetAsync(CancellationToken ct)
    {
        RecordingId? cursor = RecordingId.TryParse(After, out var after) ? after : null;
        Found = await mediator.Send(new ListRecordings.Query(Search, State, cursor), ct);
        if (!string.IsNullOrWhiteSpace(Search) && cursor is null && State is null)
        {
            Hits = await Said(ct);
        }
    }

    /// <summary>Words of a recording are read as media are: none without an entry on the ledger.</summary>
    private async Task<IReadOnlyList<SearchWords.Hit>> Said(CancellationToken ct)
    {
        List<SearchWords.Hit> noted = [];
        foreach (var hits in (await mediator.Send(new SearchWords.Query(Search), ct)).GroupBy(h => h.Recording))
        {
            noted.AddRange(await accesses.TryNote(mediator, actor, hits.Key, "search") ? hits : []);
        }

        return noted;
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
