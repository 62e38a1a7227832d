using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>Who gets what until when?</summary>
public sealed class ShareModel(IMediator mediator, TimeProvider clock) : PageModel
{
    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Recipient { get; set; }

    /// <summary>Days, or "date".</summary>
    [BindProperty]
    public string Expiry { get; set; } = "7";

    [BindProperty]
    public DateOnly? Until { get; set; }

    /// <summary>The address that was just made; shown once.</summary>
    [TempData]
    public string? Address { get; set; }

    [TempData]
    public string? Done { get; set; }

    public ShowRecording.View View { get; private set; } = null!;

    public PreviewShareLink.View Preview { get; private set; } = null!;

    public Error? Problem { get; private set; }

    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording)
            || await mediator.Send(new ShowRecording.Query(recording), ct) is not { Failed: false } shown
            || await mediator.Send(new PreviewShareLink.Query(recording), ct) is not { Failed: false } preview)
        {
            return NotFound();
        }

        (View, Preview) = (shown.Value, preview.Value);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording))
        {
            return NotFound();
        }

        var created = await mediator.Send(new CreateShareLink.Command(recording, Recipient ?? "", User.Identity?.Name ?? "", ExpiresAt()), ct);
        if (created.Error is { } error)
        {
            Problem = error;
            return await OnGetAsync(ct);
        }

        Address = $"{Request.Scheme}://{Request.Host}/s/{created.Value.Token}";
        return Redirect($"/recordings/{Id}/share");
    }

    public async Task<IActionResult> OnPostRevokeAsync(string link, CancellationToken ct)
    {
        if (!ShareLinkId.TryParse(link, out var which))
        {
            return NotFound();
        }

        var revoked = await mediator.Send(new RevokeShareLinks.Command([which]), ct);
        if (revoked.Error is { } error)
        {
            Problem = error;
            return await OnGetAsync(ct);
        }

        Done = "The link was revoked. A player that is open gets nothing more.";
        return Redirect($"/recordings/{Id}/share");
    }

    /// <summary>The address as a picture; a data address, because the page may load nothing else.</summary>
    public static string Qr(string address)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return "data:image/svg+xml;base64," + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg.GetGraphic(4)));
    }

    private DateTimeOffset ExpiresAt() => Expiry == "date"
        ? new DateTimeOffset((Until ?? DateOnly.MinValue.AddDays(1)).AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), TimeSpan.Zero)
        : clock.GetUtcNow().AddDays(int.TryParse(Expiry, System.Globalization.CultureInfo.InvariantCulture, out var days) ? days : 0);
}
