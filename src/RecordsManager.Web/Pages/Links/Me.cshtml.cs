using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
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

    public ShowMyRecordings.View? View { get; private set; }

    public MeWords Words { get; private set; } = MeWords.In("en");

    public async Task OnGetAsync(CancellationToken ct)
    {
        Response.Unlisted();
        Words = MeWords.In(this.Language());
        if (this.Enter(signer, actor, Token) is { } person)
        {
            var shown = await mediator.Send(new ShowMyRecordings.Query(person), ct);
            View = shown.Failed ? null : shown.Value;
            Response.StatusCode = View is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        }
    }

    /// <summary>To the question of that call, where one more click changes the answer.</summary>
    public async Task<IActionResult> OnPostAsync(string recording, CancellationToken ct)
    {
        Response.Unlisted();
        if (this.Enter(signer, actor, Token) is { } person && RecordingId.TryParse(recording, out var id)
            && await mediator.Send(new ReopenMyQuestion.Command(person, id), ct) is { Error: null } question)
        {
            return Redirect($"/c/{question.Value}?lang={Uri.EscapeDataString(MeWords.In(this.Language()).Language)}&change=true");
        }

        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
