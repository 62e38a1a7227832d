using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Pages.Links;

/// <summary>The call, for the one person it was shared with; or a plain page that says why not. Opening it consumes nothing.</summary>
[AllowAnonymous]
public sealed class WatchModel(ILinkSigner signer, ICurrentActor actor, IMediator mediator, AccessLog accesses, Waveforms waveforms, SpokenWords words) : PageModel
{
    /// <summary>Carries the token to the media of this one link; no other address ever holds it.</summary>
    public const string Cookie = "rm_share";

    [FromRoute(Name = "token")]
    public string Token { get; set; } = "";

    /// <summary>Null for anything tampered, guessed or never made: one and the same page.</summary>
    public OpenShareLink.View? View { get; private set; }

    public IReadOnlyDictionary<ParticipantId, byte[]> Waveforms { get; private set; } = new Dictionary<ParticipantId, byte[]>();

    public TranscriptView? Words { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Response.Unlisted();
        // A scope serves one organization: somebody signed in to another one must not see into it through a link.
        if (signer.Verify(LinkPurpose.Share, Token) is not { } link || (actor.HasEntered && actor.Organization != link.Organization))
        {
            return Unknown();
        }

        var id = new ShareLinkId(link.Id);
        actor.Enter(link.Organization, id.ToString(), new HashSet<Permission>());
        var opened = await mediator.Send(new OpenShareLink.Query(id), ct);
        if (opened.Failed)
        {
            return Unknown();
        }

        View = opened.Value;
        if (View.Dead is { } dead)
        {
            await accesses.NoteRefusal(mediator, actor, View.Link.Recording, dead);
            Response.StatusCode = StatusCodes.Status410Gone;
            return Page();
        }

        Waveforms = await waveforms.Of(View.Call!, id, ct);
        Words = await words.Of(View.Call!, id, ct);
        Response.Cookies.Append(Cookie, Token, new CookieOptions
        {
            HttpOnly = true,
            Secure = Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = $"/share/{id}",
            Expires = View.Link.ExpiresAt,
        });
        return Page();
    }

    private PageResult Unknown()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
