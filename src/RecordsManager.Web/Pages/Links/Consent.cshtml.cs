using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Links;

/// <summary>Do you agree? One question, two answers of equal weight; a receipt after.</summary>
[AllowAnonymous]
public sealed class ConsentModel(ILinkSigner signer, ICurrentActor actor, IMediator mediator) : PageModel
{
    [FromRoute(Name = "token")]
    public string Token { get; set; } = "";

    [FromQuery(Name = "lang")]
    public string? Lang { get; set; }

    /// <summary>They were here before and want to answer again.</summary>
    [FromQuery(Name = "change")]
    public bool Change { get; set; }

    /// <summary>Null where there is nothing to answer: one and the same page for every reason.</summary>
    public ShowInvitation.View? View { get; private set; }

    public Error? Problem { get; private set; }

    public ConsentWords Words { get; private set; } = ConsentWords.English;

    public bool ShowsReceipt => View?.Answer is not null && !Change && Problem is null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Response.Unlisted();
        if (Enter() is not { } invitation || !await Show(invitation, ct))
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? answer, string? notice, string? sha256, string? language, CancellationToken ct)
    {
        Response.Unlisted();
        if (Enter() is not { } invitation || !NoticeId.TryParse(notice, out var shown))
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        Lang ??= language;
        Problem = answer is "yes" or "no"
            ? (await mediator.Send(new AnswerInvitation.Command(invitation, answer == "yes", shown, sha256 ?? "", language ?? ""), ct)).Error
            : ConsentErrors.AnswerRequired;
        if (Problem is null)
        {
            return Redirect($"/c/{Token}{(Lang is null ? "" : "?lang=" + Uri.EscapeDataString(Lang))}");
        }

        Response.StatusCode = await Show(invitation, ct) ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound;
        return Page();
    }

    private ConsentInvitationId? Enter()
    {
        // A scope serves one organization: somebody signed in to another one must not see into it through a link.
        if (signer.Verify(LinkPurpose.Consent, Token) is not { } link || (actor.HasEntered && actor.Organization != link.Organization))
        {
            return null;
        }

        var invitation = new ConsentInvitationId(link.Id);
        actor.Enter(link.Organization, invitation.ToString(), new HashSet<Permission>());
        return invitation;
    }

    private async Task<bool> Show(ConsentInvitationId invitation, CancellationToken ct)
    {
        var asked = Lang ?? Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value).FirstOrDefault() ?? "en";
        var shown = await mediator.Send(new ShowInvitation.Query(invitation, asked), ct);
        View = shown.Failed ? null : shown.Value;
        Words = ConsentWords.In(View?.Notice.Language ?? asked);
        return View is not null;
    }
}
