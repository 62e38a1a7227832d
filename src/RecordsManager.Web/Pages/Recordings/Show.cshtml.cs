using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Learning;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>What is this, who is in it, may I show it?</summary>
public sealed class ShowModel(IMediator mediator, Waveforms waveforms, SpokenWords words, Watermarks watermarks, DownloadOffers downloads) : PageModel
{
    public static readonly IReadOnlyList<string> Tabs = ["people", "retention", "files", "history"];

    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    [FromQuery(Name = "tab")]
    public string? Tab { get; set; }

    public ShowRecording.View View { get; private set; } = null!;

    public IReadOnlyDictionary<ParticipantId, byte[]> Waveforms { get; private set; } = new Dictionary<ParticipantId, byte[]>();

    public TranscriptView? Words { get; private set; }

    public string? Watermark { get; private set; }

    /// <summary>Null: nobody is asked.</summary>
    public AskLearning.View? Learning { get; private set; }

    /// <summary>Null: they may take no file.</summary>
    public DownloadOffer? Download { get; private set; }

    public Error? Problem { get; private set; }

    public string ProblemTitle { get; private set; } = "";

    /// <summary>The address of a consent page, shown once.</summary>
    [TempData]
    public string? Invitation { get; set; }

    [TempData]
    public string? Invited { get; set; }

    [TempData]
    public string? Done { get; set; }

    public string CurrentTab => Tab is not null && Tabs.Contains(Tab) ? Tab : Tabs[0];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording))
        {
            return NotFound();
        }

        var shown = await mediator.Send(new ShowRecording.Query(recording), ct);
        if (shown.Failed)
        {
            return NotFound();
        }

        View = shown.Value;
        Waveforms = await waveforms.Of(View.Call, link: null, ct);
        Words = await words.Of(View.Call, link: null, playedAt: null, ct);
        Watermark = await watermarks.For(User, ct);
        Learning = await mediator.Send(new AskLearning.Query(), ct);
        Download = await downloads.Of(View.Call, link: null, ct);
        return Page();
    }

    public async Task<IActionResult> OnGetProgressAsync(CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording) || await mediator.Send(new ShowRecording.Query(recording), ct) is not { Failed: false } shown)
        {
            return NotFound();
        }

        var call = shown.Value.Call;
        if (!call.Progress.IsReady)
        {
            await mediator.Send(new AwaitRecording.Command(recording), ct);
        }

        Response.Headers.CacheControl = "no-store";
        return new JsonResult(new { call.Progress.Done, call.Progress.Total, call.Progress.Fraction, call.Progress.Failed, Playable = call.IsPlayable });
    }

    public async Task<IActionResult> OnPostAskAsync(string participant, CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording) || !ParticipantId.TryParse(participant, out var whom))
        {
            return NotFound();
        }

        var invited = await mediator.Send(new InviteToConsent.Command(recording, whom), ct);
        if (invited.Error is { } error)
        {
            return await Refused("Nobody was asked", error, ct);
        }

        Invitation = $"{Request.Scheme}://{Request.Host}/c/{invited.Value.Token}";
        Invited = participant;
        return Redirect($"/recordings/{Id}");
    }

    public async Task<IActionResult> OnPostHoldAsync([MaxLength(64)] string? caseReference, CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording))
        {
            return NotFound();
        }

        if (!ModelState.IsValid || string.IsNullOrWhiteSpace(caseReference))
        {
            return await Refused("The hold was not placed", new Error("hold.case-missing", "Say which case the hold is for, in at most 64 characters.", ErrorKind.Validation), ct);
        }

        return await After(await mediator.Send(new PlaceLegalHold.Command(recording, caseReference), ct), "The hold was not placed", "The hold stands.", ct);
    }

    public async Task<IActionResult> OnPostReleaseAsync(string hold, CancellationToken ct) =>
        RecordingId.TryParse(Id, out var recording) && LegalHoldId.TryParse(hold, out var which)
            ? await After(await mediator.Send(new ReleaseLegalHold.Command(recording, which), ct), "The hold was not released", "The hold was released.", ct)
            : NotFound();

    public async Task<IActionResult> OnPostBinAsync(CancellationToken ct) =>
        RecordingId.TryParse(Id, out var recording)
            ? await After(await mediator.Send(new MoveToBin.Command(recording), ct), "It was not moved to the bin", "The recording is in the bin.", ct)
            : NotFound();

    public async Task<IActionResult> OnPostRestoreAsync(CancellationToken ct) =>
        RecordingId.TryParse(Id, out var recording)
            ? await After(await mediator.Send(new RestoreRecording.Command(recording), ct), "It was not restored", "The recording is kept again.", ct)
            : NotFound();

    public async Task<IActionResult> OnPostRetryAsync(CancellationToken ct) =>
        RecordingId.TryParse(Id, out var recording)
            ? await After(await mediator.Send(new RetryDerivatives.Command(recording), ct), "Nothing was tried again", "The files are being made again.", ct)
            : NotFound();

    private async Task<IActionResult> After(Result result, string title, string done, CancellationToken ct)
    {
        if (result.Error is { } error)
        {
            return await Refused(title, error, ct);
        }

        Done = done;
        return Redirect(Tab is null ? $"/recordings/{Id}" : $"/recordings/{Id}?tab={CurrentTab}");
    }

    private async Task<IActionResult> Refused(string title, Error error, CancellationToken ct)
    {
        Problem = error;
        ProblemTitle = title;
        return await OnGetAsync(ct);
    }
}
