using System.Text.Json;
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
using RecordsManager.Web.Security;

namespace RecordsManager.Web.Pages.Links;

/// <summary>Do you agree? One question, two answers of equal weight; a receipt after.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken] // the address is the credential, and a framed page has no cookie to compare with
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

    /// <summary>Inside somebody's page, by the widget.</summary>
    public bool IsFramed => Request.Path.Value!.EndsWith("/frame", StringComparison.Ordinal);

    /// <summary>The origins that the frame speaks with.</summary>
    public string Origins => string.Join(' ', [$"{Request.Scheme}://{Request.Host}", .. View?.Origins ?? []]);

    /// <summary>guardian, where a parent or guardian wants to answer again.</summary>
    [FromQuery(Name = "as")]
    public string? As { get; set; }

    public bool AsksGuardian => View is { NeedsGuardian: true, Own.Agrees: true } && (Change ? As == "guardian" : View.Guardian is null);

    public bool ShowsReceipt => View?.Own is not null && !AsksGuardian && !Change && Problem is null;

    /// <summary>What the widget tells the page around it, as JSON (docs/widget.md); null where there is no answer.</summary>
    public string? State => View is null ? null : FrameState.Of(View) is { } state ? JsonSerializer.Serialize(state, JsonSerializerOptions.Web) : null;

    public string Here => IsFramed ? $"/c/{Token}/frame" : $"/c/{Token}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Response.Unlisted();
        if (Enter() is not { } invitation || !await Show(invitation, ct))
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }

    /// <summary>How the answer stands now: a frame that is left open asks, because it may be changed elsewhere.</summary>
    public async Task<IActionResult> OnGetStateAsync(CancellationToken ct)
    {
        Response.Unlisted();
        return Enter() is { } invitation && await Show(invitation, ct) ? Content(State ?? "null", "application/json") : NotFound();
    }

    /// <param name="answer">yes, some (what is ticked), no, onward (from now on).</param>
    /// <param name="by">guardian, or nothing.</param>
    public async Task<IActionResult> OnPostAsync(
        string? answer, string? notice, string? sha256, string? language, string? by, [FromForm(Name = "medium")] string[] media, [FromForm(Name = "purpose")] string[] purposes, CancellationToken ct)
    {
        Response.Unlisted();
        if (Enter() is not { } invitation || !NoticeId.TryParse(notice, out var shown))
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        Lang ??= language;
        (Change, As) = (Change || by == "guardian", by ?? As);
        // Who ticked something and then pressed the plain yes meant what is ticked.
        var chosen = answer == "some" || (answer == "yes" && media.Length + purposes.Length > 0);
        Problem = answer is "yes" or "some" or "no" or "onward"
            ? (await mediator.Send(
                new AnswerInvitation.Command(
                    invitation, answer is "yes" or "some", shown, sha256 ?? "", language ?? "", chosen ? purposes : null,
                    chosen ? Ticked(media) : MediaKinds.All, answer == "onward", by == "guardian"),
                ct)).Error
            : ConsentErrors.AnswerRequired;
        if (Problem is null)
        {
            return Redirect($"{Here}{(Lang is null ? "" : "?lang=" + Uri.EscapeDataString(Lang))}");
        }

        Response.StatusCode = await Show(invitation, ct) ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound;
        return Page();
    }

    /// <summary>To one's own recordings, or the receipt of one answer there; their address is made when somebody goes.</summary>
    /// <param name="receipt">The event, or nothing.</param>
    public async Task<IActionResult> OnPostMineAsync(string? receipt, CancellationToken ct)
    {
        Response.Unlisted();
        Words = ConsentWords.In(Lang ?? "en");
        if (Enter() is { } invitation && await mediator.Send(new OpenMyRecordings.Command(invitation), ct) is { Error: null } mine)
        {
            return Redirect($"/me/{mine.Value}{(ConsentEventId.TryParse(receipt, out var happened) ? $"/receipts/{happened}" : "")}?lang={Words.Language}");
        }

        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    public string Say(Error problem) => problem.Code switch
    {
        "consent.answer-required" => Words.ErrorChoose,
        "consent.nothing-chosen" => Words.ErrorNothing,
        "consent.notice-changed" => Words.ErrorChanged,
        _ => problem.Message,
    };

    private MediaKinds Ticked(string[] media) =>
        Words.Media(MediaKinds.All).Where(m => media.Contains(m.Word, StringComparer.Ordinal)).Aggregate(MediaKinds.None, (all, m) => all | m.Kind);

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
        if (IsFramed && View is not null)
        {
            Response.MayBeFramedBy(View.Origins);
        }

        return View is not null;
    }
}
