using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Consent;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Links;

/// <summary>What did I answer, and to which words? To print, and to keep as a signed file.</summary>
[AllowAnonymous]
public sealed class ReceiptModel(ILinkSigner signer, ICurrentActor actor, IMediator mediator) : PageModel
{
    [FromRoute(Name = "token")]
    public string Token { get; set; } = "";

    [FromRoute(Name = "event")]
    public string Event { get; set; } = "";

    public MakeReceipt.Receipt? Receipt { get; private set; }

    public MeWords Words { get; private set; } = MeWords.In("en");

    public Task OnGetAsync(CancellationToken ct) => Make(ct);

    public async Task<IActionResult> OnGetJsonAsync(CancellationToken ct)
    {
        await Make(ct);
        return Receipt is null ? Page() : File(Receipt.Json, "application/ld+json", $"consent-receipt-{Receipt.Event}.json");
    }

    private async Task Make(CancellationToken ct)
    {
        Response.Unlisted();
        Words = MeWords.In(this.Language());
        if (this.Enter(signer, actor, Token) is { } mine && ConsentEventId.TryParse(Event, out var happened))
        {
            var made = await mediator.Send(new MakeReceipt.Command(mine, happened, $"{Request.Scheme}://{Request.Host}"), ct);
            Receipt = made.Failed ? null : made.Value;
        }

        Response.StatusCode = Receipt is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
    }
}
