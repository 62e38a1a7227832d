using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Sharing;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages;

/// <summary>What does this link allow, and what should it?</summary>
public sealed class ShareLinkModel(IMediator mediator) : LinkTermsModel
{
    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    /// <summary>UTC, as <see cref="StartsAt"/>.</summary>
    [BindProperty]
    public DateTime? Until { get; set; }

    [TempData]
    public string? Done { get; set; }

    /// <summary>The conditions before the last change, as JSON.</summary>
    [TempData]
    public string? Was { get; set; }

    public ShowShareLink.View View { get; private set; } = null!;

    public override long DurationMs => View.DurationMs;

    public override string? PlaysSoFar => View.Link.Views is > 0 and var views ? $"with the {Figures.Word(views)} that there {(views == 1 ? "was" : "were")}" : null;

    public Error? Problem { get; private set; }

    public bool IsOver => View.Link.State is not (LinkState.Live or LinkState.Waiting);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Find(ct))
        {
            return NotFound();
        }

        var link = View.Link;
        (Until, StartsAt, Plays) = (link.ExpiresAt.UtcDateTime, link.StartsAt?.UtcDateTime, link.PlaysAllowed);
        (PartFrom, PartTo) = (PartText.Write(link.Asked?.FromNs), PartText.Write(link.Asked?.ToNs));
        (WithoutChat, AllowsDownload, Reason) = (link.WithoutChat, link.AllowsDownload, link.Reason);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Find(ct))
        {
            return NotFound();
        }

        var link = View.Link;
        return await Change(
            new ChangeShareLink.Conditions(
                Time(Until, link.ExpiresAt), Time(StartsAt, link.StartsAt), PlaysAsked, PartText.Read(PartFrom, PartTo), WithoutChat, Reason, AllowsDownload),
            mayBeTakenBack: true, ct);
    }

    /// <param name="was">As the page gave it.</param>
    public async Task<IActionResult> OnPostUndoAsync(string was, CancellationToken ct) =>
        await Find(ct) ? await Change(JsonSerializer.Deserialize<ChangeShareLink.Conditions>(was)!, mayBeTakenBack: false, ct) : NotFound();

    private async Task<IActionResult> Change(ChangeShareLink.Conditions under, bool mayBeTakenBack, CancellationToken ct)
    {
        var changed = await mediator.Send(new ChangeShareLink.Command(View.Link.Id, under), ct);
        if (changed.Error is { } error)
        {
            Problem = error;
            return Page();
        }

        Done = (mayBeTakenBack ? "The link was changed." : "The change was taken back.") + " Its address stays the same; players that are open are told at once."
            + (changed.Value.Part is { } part ? $" It plays {WatchedWords.Say([part])}: whole fragments." : "");
        Was = mayBeTakenBack ? JsonSerializer.Serialize(changed.Value.Was) : null;
        return Redirect($"/share-links/{Id}");
    }

    private async Task<bool> Find(CancellationToken ct)
    {
        var shown = ShareLinkId.TryParse(Id, out var link) ? await mediator.Send(new ShowShareLink.Query(link), ct) : ShareErrors.NotFound;
        View = shown.Failed ? null! : shown.Value;
        IsMarked = await mediator.Send(new ShowWatermark.Query(), ct) != WatermarkAudience.Nobody;
        return !shown.Failed;
    }

    /// <summary>A field has no seconds: what stands there unchanged is what it was.</summary>
    private static DateTimeOffset? Time(DateTime? said, DateTimeOffset? was) =>
        said is not { } at ? null
        : was is { } before && before.UtcDateTime.AddTicks(-(before.UtcTicks % TimeSpan.TicksPerMinute)) == at ? was
        : Utc(at);
}
