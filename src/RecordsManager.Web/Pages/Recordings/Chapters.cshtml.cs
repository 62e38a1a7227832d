using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Chapters;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>Where does something new begin? Written, moved, removed, taken from a proposal or from a file. And where does the call itself begin and end?</summary>
[RequestFormLimits(ValueLengthLimit = 2 * ChapterFile.MostBytes, MultipartBodyLengthLimit = 2 * ChapterFile.MostBytes)]
public sealed class ChaptersModel(IMediator mediator, ICurrentActor actor, Waveforms waveforms) : PageModel
{
    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    /// <summary>Where a new chapter is offered to begin, in seconds: where the player was.</summary>
    [FromQuery(Name = "t")]
    public double? Seconds { get; set; }

    /// <summary>As it was typed, when it was refused.</summary>
    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    /// <summary>Where it is to begin, as a clock.</summary>
    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    [TempData]
    public string? Done { get; set; }

    public CallView Call { get; private set; } = null!;

    public IReadOnlyList<ChapterProposal> Proposals { get; private set; } = [];

    /// <summary>What would be played without the dead air at both ends.</summary>
    public Span? ProposedTrim { get; private set; }

    public Error? Problem { get; private set; }

    public string ProblemTitle { get; private set; } = "";

    /// <summary>The chapter whose change was refused; null: a new one was.</summary>
    public string? Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!actor.May(Permission.TranscriptsWrite))
        {
            return Forbid();
        }

        if (!RecordingId.TryParse(Id, out var recording) || await mediator.Send(new ShowRecording.Query(recording), ct) is not { Failed: false } shown)
        {
            return NotFound();
        }

        Call = shown.Value.Call;
        var peaks = await waveforms.Of(Call, link: null, ct);
        Proposals = (await mediator.Send(new ProposeChapters.Query(recording, peaks), ct)).Value.Proposals;
        ProposedTrim = (await mediator.Send(new ProposeTrim.Query(recording, peaks), ct)).Value.Proposed;
        return Page();
    }

    public async Task<IActionResult> OnPostAddAsync(CancellationToken ct) =>
        await After(async r => (await mediator.Send(new AddChapter.Command(r, Ms(), Title), ct)).Error, "No chapter was written", "The chapter was added.", ct);

    public async Task<IActionResult> OnPostChangeAsync(string chapter, CancellationToken ct)
    {
        Refused = chapter;
        return await After(
            async r => (await mediator.Send(new ChangeChapter.Command(r, Chapter(chapter), Ms(), Title), ct)).Error, "The chapter was not changed", "The chapter was changed.", ct);
    }

    public async Task<IActionResult> OnPostRemoveAsync(string chapter, CancellationToken ct) =>
        await After(async r => (await mediator.Send(new RemoveChapter.Command(r, Chapter(chapter)), ct)).Error, "The chapter was not removed", "The chapter was removed.", ct);

    public async Task<IActionResult> OnPostImportAsync(CancellationToken ct)
    {
        var content = "";
        if (Upload is not null)
        {
            using var reader = new StreamReader(Upload.OpenReadStream());
            content = await reader.ReadToEndAsync(ct);
        }

        return await After(async r => (await mediator.Send(new ImportChapters.Command(r, content), ct)).Error, "No chapter was taken in", "The chapters were taken in.", ct);
    }

    public async Task<IActionResult> OnPostTrimAsync(CancellationToken ct) => await After(
        async r => (await mediator.Send(new TrimRecording.Command(r, new Span(EditedLines.Ms(From ?? "") ?? -1, EditedLines.Ms(To ?? "") ?? -1)), ct)).Error, "Nothing was trimmed", "Trimmed: players begin and end there. Nothing was cut.", ct);

    public async Task<IActionResult> OnPostUntrimAsync(CancellationToken ct) =>
        await After(async r => (await mediator.Send(new TrimRecording.Command(r, null), ct)).Error, "It is still trimmed", "All of it is played again.", ct);

    /// <summary>What cannot be read lies outside of every recording.</summary>
    private long Ms() => EditedLines.Ms(At ?? "") ?? -1;

    private static ChapterId Chapter(string text) => ChapterId.TryParse(text, out var id) ? id : default;

    private async Task<IActionResult> After(Func<RecordingId, Task<Error?>> act, string title, string done, CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording))
        {
            return NotFound();
        }

        if (await act(recording) is { } error)
        {
            (Problem, ProblemTitle) = (error, title);
            return await OnGetAsync(ct);
        }

        Done = done;
        return Redirect($"/recordings/{Id}/chapters");
    }
}
