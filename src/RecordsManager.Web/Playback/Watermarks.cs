using System.Globalization;
using System.Security.Claims;
using MediatR;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Playback;

/// <summary>What a page with a picture writes over it: who opened the page, and when. Null: nothing, for policy wants none of them.</summary>
public sealed class Watermarks(IMediator mediator, TimeProvider clock)
{
    private const int MostCharacters = 60; // more is wider than the picture

    public async Task<string?> For(ClaimsPrincipal user, CancellationToken ct) =>
        await mediator.Send(new ShowWatermark.Query(), ct) == WatermarkAudience.Everybody ? Of($"{user.Identity?.Name} {user.FindFirstValue(ClaimTypes.Email)}".Trim()) : null;

    public async Task<string?> For(ShareLinkView link, CancellationToken ct) =>
        await mediator.Send(new ShowWatermark.Query(), ct) == WatermarkAudience.Nobody ? null : Of(link.Recipient);

    /// <summary>A name is isolated, so that one written from right to left leaves the time as it is.</summary>
    private string Of(string who)
    {
        var shown = new StringInfo(who);
        var name = shown.LengthInTextElements > MostCharacters ? shown.SubstringByTextElements(0, MostCharacters) + "…" : who;
        return string.Create(CultureInfo.InvariantCulture, $"\u2068{name}\u2069 · {clock.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm} UTC");
    }
}
