using System.Globalization;
using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Learning;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Pages.Words;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Pages.Links;

/// <summary>The call, for the one person it was shared with; or what the link asks for first; or a plain page that says why not. Opening it consumes nothing.</summary>
/// <remarks>
/// It stands at two addresses, so that what is not genuine gets one answer at both. <see cref="HandedOver"/> is the one that was handed over: it asks the database
/// nothing, so that a mail scanner that looks at it changes nothing, and answers with the other, which holds no token. What is shown, reloaded and kept open is that one.
/// </remarks>
[AllowAnonymous]
public sealed class WatchModel(ILinkSigner signer, WatchTickets tickets, ICurrentActor actor, IMediator mediator, AccessLog accesses, Waveforms waveforms, SpokenWords words, Watermarks watermarks, DownloadOffers downloads, TimeProvider clock) : PageModel
{
    public const string HandedOver = "/s/{token}";

    private OpenedLink? _opened;
    private WatchSession? _session;

    [FromRoute(Name = "link")]
    public string Id { get; set; } = "";

    [FromRoute(Name = "token")]
    public string? Token { get; set; }

    /// <summary>Seconds at which the player is to begin.</summary>
    [FromQuery(Name = "t")]
    public double? At { get; set; }

    /// <summary>Null for anything that this browser did not open: one and the same page.</summary>
    public OpenShareLink.View? View { get; private set; }

    public IReadOnlyDictionary<ParticipantId, byte[]> Waveforms { get; private set; } = new Dictionary<ParticipantId, byte[]>();

    public TranscriptView? Words { get; private set; }

    public string? Watermark { get; private set; }

    /// <summary>Null: nobody is asked.</summary>
    public AskLearning.View? Learning { get; private set; }

    /// <summary>Null: the link gives no file.</summary>
    public DownloadOffer? Download { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>A code was mailed just now.</summary>
    [TempData]
    public bool? IsSent { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Response.Unlisted();
        if (Token is { } token)
        {
            return Open(token);
        }

        if (Enter() is not { } link)
        {
            return Unknown();
        }

        var given = _session is null ? _opened!.Given : Asked.Passphrase | Asked.Code;
        var opened = await mediator.Send(new OpenShareLink.Query(link, given, User.FindFirstValue(ClaimTypes.Email), _session?.PlayedAt), ct);
        if (opened.Failed)
        {
            return Unknown();
        }

        View = opened.Value;
        if (View.Dead is { } dead)
        {
            await accesses.NoteRefusal(mediator, actor, View.Link.Recording, dead);
            Learning = await mediator.Send(new AskLearning.Query(), ct);
            Response.StatusCode = dead == PlaybackErrors.LinkNotStarted ? StatusCodes.Status403Forbidden : StatusCodes.Status410Gone;
            return Page();
        }

        if (View.Call is { } call)
        {
            if (!call.IsPlayable)
            {
                await mediator.Send(new AwaitRecording.Command(call.Id), ct); // the page asks again by itself; a player waits on its stream
            }

            Waveforms = await waveforms.Of(call, link, ct);
            Words = await words.Of(call, link, _session?.PlayedAt, ct);
            Learning = await mediator.Send(new AskLearning.Query(), ct);
            Download = await downloads.Of(call, link, ct);
            var now = clock.GetUtcNow();
            Watermark = await watermarks.For(View.Link, ct);
            HttpContext.Keep(_session is { } session ? session with { IssuedAt = now } : new WatchSession(actor.Organization, link, Guid.NewGuid(), now, null, now));
        }

        return Page();
    }

    public async Task<IActionResult> OnPostPassphraseAsync(string? passphrase, CancellationToken ct) =>
        Enter() is { } link && _opened is not null
            ? await Admit(await mediator.Send(new UnlockShareLink.Command(link, passphrase ?? ""), ct), Asked.Passphrase, ct)
            : await OnGetAsync(ct);

    public async Task<IActionResult> OnPostCodeAsync(string? code, CancellationToken ct) =>
        await EnterWithPassphrase(ct) is { } link
            ? await Admit(await mediator.Send(new EnterShareCode.Command(link, _opened!.Browser, code ?? ""), ct), Asked.Code, ct)
            : await OnGetAsync(ct);

    public async Task<IActionResult> OnPostSendAsync(CancellationToken ct)
    {
        if (await EnterWithPassphrase(ct) is not { } link)
        {
            return await OnGetAsync(ct);
        }

        try
        {
            if ((await mediator.Send(new SendShareCode.Command(link, _opened!.Browser), ct)).Error is not { } refused)
            {
                IsSent = true;
                return Redirect($"/share/{link}");
            }

            Problem = refused.Kind == Domain.ErrorKind.NotFound ? null : $"{refused.Message} {refused.WhatToDo}";
        }
        catch (MailNotSentException)
        {
            Problem = "The mail could not be sent. Try again in a moment.";
        }

        return await OnGetAsync(ct);
    }

    /// <summary>A link that is over plays nothing, and what was agreed through it can still be taken back.</summary>
    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct)
    {
        if (Enter() is not { } link || await mediator.Send(new FindSharedRecording.Query(link), ct) is not { Failed: false } found)
        {
            return Unknown();
        }

        await mediator.Send(new AnswerLearning.Command(found.Value, link, Agrees: false), ct);
        return Redirect($"/share/{link}");
    }

    private IActionResult Open(string token)
    {
        if (signer.Verify(LinkPurpose.Share, token) is not { } link)
        {
            return Unknown();
        }

        var id = new ShareLinkId(link.Id);
        HttpContext.Keep(new OpenedLink(link.Organization, id, Guid.NewGuid(), clock.GetUtcNow(), Asked.Nothing));
        return Redirect($"/share/{id}" + (At is > 0 and { } at ? string.Create(CultureInfo.InvariantCulture, $"?t={at}") : ""));
    }

    private async Task<IActionResult> Admit(Domain.Result<Admission> admission, Asked what, CancellationToken ct)
    {
        if (admission is { Failed: false, Value.IsRight: true })
        {
            HttpContext.Keep(_opened! with { Given = _opened.Given | what });
            return Redirect($"/share/{_opened.Link}");
        }

        // The same words for a wrong one, an old one, one of another browser, and one too many.
        Problem = what == Asked.Passphrase ? "That is not the passphrase." : "That is not a code that is good here. Ask for a new one if it took you long.";
        return await OnGetAsync(ct);
    }

    /// <summary>Who has not given the passphrase can neither have mail sent nor try codes.</summary>
    private async Task<ShareLinkId?> EnterWithPassphrase(CancellationToken ct) =>
        Enter() is { } link && _opened is { } opened && await mediator.Send(new OpenShareLink.Query(link, opened.Given), ct) is { Failed: false, Value.Asks: Asked.Code } ? link : null;

    /// <returns>Null where this browser has neither opened the link nor watches through it.</returns>
    private ShareLinkId? Enter()
    {
        _session = tickets.ReadSession(Request.Cookies[ShareCookies.Watching], WatchTickets.Idle);
        _opened = tickets.ReadOpened(Request.Cookies[ShareCookies.Opened]);
        if (!ShareLinkId.TryParse(Id, out var link))
        {
            return null;
        }

        _session = _session?.Link == link ? _session : null;
        _opened = _opened?.Link == link ? _opened : null;

        // A scope serves one organization: somebody signed in to another one must not see into it through a link.
        if ((_session?.Organization ?? _opened?.Organization) is not { } organization || (actor.HasEntered && actor.Organization != organization))
        {
            return null;
        }

        actor.Enter(organization, link.ToString(), new HashSet<Permission>());
        return link;
    }

    private PageResult Unknown()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
