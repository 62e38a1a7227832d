using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.Web.Pages.Parts;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>Who gets what until when?</summary>
public sealed class ShareModel(IMediator mediator, IMailer mailer, TimeProvider clock) : LinkTermsModel
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

    /// <summary>Whom alone it plays; nobody: everybody who agreed.</summary>
    [BindProperty]
    public List<string> Speakers { get; set; } = [];

    [BindProperty]
    public string? Passphrase { get; set; }

    [BindProperty]
    public string? Mail { get; set; }

    public override long DurationMs => View.Call.DurationMs;

    public bool SendsMail => mailer.IsSetUp;

    public bool HasConditions => (Problem is not null || View.Call.Trim is not null) && (StartsAt ?? (object?)Plays ?? PartFrom ?? PartTo ?? Reason ?? Passphrase ?? Mail ?? Speakers.FirstOrDefault() ?? (AllowsDownload ? "" : null)) is not null;

    /// <summary>What was watched, for links that were played.</summary>
    public IReadOnlyDictionary<ShareLinkId, IReadOnlyList<ShowShareLinkViews.View>> Watched { get; private set; } = new Dictionary<ShareLinkId, IReadOnlyList<ShowShareLinkViews.View>>();

    /// <summary>What the link that was just made plays, if it is a part.</summary>
    [TempData]
    public string? Part { get; set; }

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

        IsMarked = await mediator.Send(new ShowWatermark.Query(), ct) != WatermarkAudience.Nobody;
        (View, Preview) = (shown.Value, preview.Value);
        if (Problem is null && View.Call.Trim is { } trim)
        {
            (PartFrom, PartTo) = (PartText.Write(trim.FromMs * 1_000_000), PartText.Write(trim.ToMs * 1_000_000));
        }

        Dictionary<ShareLinkId, IReadOnlyList<ShowShareLinkViews.View>> watched = [];
        foreach (var link in View.Links.Where(l => l.Views > 0))
        {
            watched[link.Id] = (await mediator.Send(new ShowShareLinkViews.Query(link.Id), ct)).Value;
        }

        Watched = watched;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording))
        {
            return NotFound();
        }

        var created = await mediator.Send(new CreateShareLink.Command(recording, Recipient ?? "", User.Identity?.Name ?? "", ExpiresAt(), Conditions()), ct);
        if (created.Error is { } error)
        {
            Problem = error;
            return await OnGetAsync(ct);
        }

        Part = created.Value.Part is { } part ? WatchedWords.Say([part]) : null;
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

    private CreateShareLink.Conditions Conditions() => new(
        Utc(StartsAt), PlaysAsked, PartText.Read(PartFrom, PartTo),
        WithoutChat, Reason, Passphrase, Mail, AllowsDownload,
        Speakers.Count == 0 ? null : [.. Speakers.Select(s => ParticipantId.TryParse(s, out var who) ? who : default)]);

    private DateTimeOffset ExpiresAt() => Expiry == "date"
        ? new DateTimeOffset((Until ?? DateOnly.MinValue.AddDays(1)).AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), TimeSpan.Zero)
        : clock.GetUtcNow().AddDays(int.TryParse(Expiry, System.Globalization.CultureInfo.InvariantCulture, out var days) ? days : 0);
}
