using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Links;

/// <summary>What do they have of me?</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken] // the address is the credential
public sealed class MeModel(ILinkSigner signer, ICurrentActor actor, IMediator mediator) : PageModel
{
    [FromRoute(Name = "token")]
    public string Token { get; set; } = "";

    /// <summary>The recording of which something was taken back just now.</summary>
    [FromQuery(Name = "withdrawn")]
    public string? Withdrawn { get; set; }

    public ShowMyRecordings.View? View { get; private set; }

    public MeWords Words { get; private set; } = MeWords.In("en");

    public async Task OnGetAsync(CancellationToken ct)
    {
        Response.Unlisted();
        Words = MeWords.In(this.Language());
        if (this.Enter(signer, actor, Token) is { } mine)
        {
            await Show(mine, ct);
        }
    }

    /// <summary>To the question of that call, where one more click changes the answer.</summary>
    public async Task<IActionResult> OnPostAsync(string recording, CancellationToken ct)
    {
        Response.Unlisted();
        Words = MeWords.In(this.Language());
        if (this.Enter(signer, actor, Token) is { } mine && RecordingId.TryParse(recording, out var id)
            && await mediator.Send(new ReopenMyQuestion.Command(mine, id), ct) is { Error: null } question)
        {
            return Redirect($"/c/{question.Value}?lang={Words.Language}&change=true");
        }

        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string recording, string purpose, CancellationToken ct)
    {
        Response.Unlisted();
        Words = MeWords.In(this.Language());
        if (this.Enter(signer, actor, Token) is not { } mine || !RecordingId.TryParse(recording, out var id))
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        var withdrawn = await mediator.Send(new WithdrawPurpose.Command(mine, id, purpose ?? "", Words.Language), ct);
        if (withdrawn.Error is null)
        {
            return Redirect($"/me/{Token}?lang={Words.Language}&withdrawn={id}#{id}");
        }

        // Somebody pressed the button of a page that was left open: it shows how things stand now.
        await Show(mine, ct);
        return Page();
    }

    private async Task Show(MyRecordingsLinkId mine, CancellationToken ct)
    {
        var shown = await mediator.Send(new ShowMyRecordings.Query(mine), ct);
        View = shown.Failed ? null : shown.Value;
        Response.StatusCode = View is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
    }
}
