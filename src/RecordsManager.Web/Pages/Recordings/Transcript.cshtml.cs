using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Transcripts;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>Is what stands there what was said? Taken in, corrected line by line, approved.</summary>
[RequestSizeLimit(MostBytes)]
[RequestFormLimits(ValueCountLimit = 6 * TranscriptFile.MostLines, ValueLengthLimit = MostBytes, MultipartBodyLengthLimit = MostBytes)]
public sealed class TranscriptModel(IMediator mediator, ICurrentActor actor, AccessLog accesses, Watermarks watermarks) : PageModel
{
    private const int MostBytes = 3 * TranscriptFile.MostBytes;

    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    /// <summary>Which of several transcripts is open.</summary>
    [FromQuery(Name = "language")]
    public string? Language { get; set; }

    [BindProperty]
    public string? Format { get; set; }

    [BindProperty]
    public string? NewLanguage { get; set; }

    /// <summary>The file's text between the two steps of an import; it is kept nowhere but in the form.</summary>
    [BindProperty]
    public string? Said { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>Who speaks when, as <see cref="Said"/> is kept.</summary>
    [BindProperty]
    public string? Turns { get; set; }

    [BindProperty]
    public IFormFile? TurnsUpload { get; set; }

    /// <summary>Whose words the whole file is.</summary>
    [BindProperty]
    public string? Whole { get; set; }

    [TempData]
    public string? Done { get; set; }

    public ShowRecording.View View { get; private set; } = null!;

    public IReadOnlyList<ListTranscripts.Row> Transcripts { get; private set; } = [];

    public ListTranscriptions.View Engine { get; private set; } = null!;

    public TranscriptView? Open { get; private set; }

    public string? Watermark { get; private set; }

    /// <summary>What the form shows: what there is, or what was posted and refused.</summary>
    public IReadOnlyList<EditedLine> Lines { get; private set; } = [];

    /// <summary>The version that the form is of.</summary>
    public int Seen { get; private set; }

    /// <summary>Who speaks in the file, when the page has to ask.</summary>
    public ReadTranscriptFile.View? Asked { get; private set; }

    public Error? Problem { get; private set; }

    public string ProblemTitle { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!actor.May(Permission.TranscriptsWrite) || !RecordingId.TryParse(Id, out var recording) || await mediator.Send(new ShowRecording.Query(recording), ct) is not { Failed: false } shown)
        {
            return NotFound();
        }

        View = shown.Value;
        Watermark = await watermarks.For(User, ct);
        Transcripts = (await mediator.Send(new ListTranscripts.Query(recording), ct)).Value;
        Engine = (await mediator.Send(new ListTranscriptions.Query(recording), ct)).Value;
        var chosen = Transcripts.FirstOrDefault(t => t.Language == Language) ?? (Transcripts.Count > 0 ? Transcripts[0] : null);
        if (chosen is not null && await accesses.TryNote(mediator, actor, recording, "transcript"))
        {
            Open = (await mediator.Send(new ShowTranscript.Query(recording, chosen.Id), ct)).Value;
            if (Lines.Count == 0)
            {
                (Lines, Seen) = ([.. Open.Lines.Select(EditedLine.Of)], Open.Version);
            }
        }

        return Page();
    }

    public async Task<IActionResult> OnPostTranscribeAsync(CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording))
        {
            return NotFound();
        }

        var asked = await mediator.Send(new RequestTranscription.Command(recording, NewLanguage?.Trim()), ct);
        if (asked.Error is { } error)
        {
            return await Refused("The engine was not asked", error, ct);
        }

        Done = "The engine writes it down. Load this page again to see how far it is; the lines come as a draft.";
        return Redirect(Address);
    }

    public async Task<IActionResult> OnPostImportAsync(CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording))
        {
            return NotFound();
        }

        if (Upload is not null)
        {
            using var reader = new StreamReader(Upload.OpenReadStream());
            Said = await reader.ReadToEndAsync(ct);
        }

        if (TurnsUpload is not null)
        {
            using var reader = new StreamReader(TurnsUpload.OpenReadStream());
            Turns = await reader.ReadToEndAsync(ct);
        }

        ParticipantId? whole = ParticipantId.TryParse(Whole, out var one) ? one : null;
        var told = Request.Form["name"].OfType<string>().Zip(Request.Form["is"].OfType<string>())
            .Select(p => (Name: p.First, Is: ParticipantId.TryParse(p.Second, out var who) ? (ParticipantId?)who : null)).Where(p => p.Is is not null)
            .ToDictionary(p => p.Name, p => p.Is!.Value, StringComparer.OrdinalIgnoreCase);
        var imported = await mediator.Send(new ImportTranscript.Command(recording, Format, NewLanguage?.Trim(), Said ?? "", whole, told, Turns: Turns), ct);
        if (imported.Error is { } error)
        {
            if (error.Code == "transcript.speaker-unknown" && await mediator.Send(new ReadTranscriptFile.Query(recording, Format, Said ?? "", Turns), ct) is { Failed: false } read)
            {
                Asked = read.Value;
            }

            return await Refused("The transcript was not taken in", error, ct);
        }

        Done = "The transcript was taken in as a draft. Read it, correct it, then approve it.";
        return Redirect($"/recordings/{Id}/transcript?language={Uri.EscapeDataString(NewLanguage!.Trim())}");
    }

    public async Task<IActionResult> OnPostSaveAsync(string transcript, int seen, CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording) || !TranscriptId.TryParse(transcript, out var which) || await mediator.Send(new ShowTranscript.Query(recording, which), ct) is not { Failed: false } stored)
        {
            return NotFound();
        }

        var posted = EditedLines.Read(Request.Form);
        var changes = EditedLines.Changes(posted, stored.Value);
        var edited = changes.Error ?? (await mediator.Send(new EditTranscript.Command(recording, which, seen, changes.Value.Written, changes.Value.Removed), ct)).Error;
        if (edited is { } error)
        {
            // A page with JavaScript sends only what it changed: the rest stands as it is stored.
            var changed = posted.ToDictionary(l => l.Key, StringComparer.Ordinal);
            Lines = [.. stored.Value.Lines.Select(l => changed.Remove(l.Id.ToString(), out var mine) ? mine : EditedLine.Of(l)), .. changed.Values];
            Seen = seen;
            return await Refused("Nothing was saved", error, ct);
        }

        var (written, removed) = (changes.Value.Written.Count, changes.Value.Removed.Count);
        Done = written + removed == 0 ? "Nothing was changed." : $"Saved: {written} lines written, {removed} deleted.";
        return Redirect(Address);
    }

    public async Task<IActionResult> OnPostApproveAsync(string transcript, int seen, CancellationToken ct) =>
        await After(transcript, (r, t) => new ApproveTranscript.Command(r, t, seen), "It was not approved", "Approved: whoever may play the recording sees captions and transcript.", ct);

    public async Task<IActionResult> OnPostReopenAsync(string transcript, CancellationToken ct) =>
        await After(transcript, (r, t) => new ReopenTranscript.Command(r, t), "It was not set back", "A draft again: recipients see it no more.", ct);

    public async Task<IActionResult> OnPostDeleteAsync(string transcript, CancellationToken ct) =>
        await After(transcript, (r, t) => new DeleteTranscript.Command(r, t), "It was not deleted", "The transcript was deleted.", ct);

    private string Address => $"/recordings/{Id}/transcript" + (Language is null ? "" : "?language=" + Uri.EscapeDataString(Language));

    private async Task<IActionResult> After(string transcript, Func<RecordingId, TranscriptId, ICommand<Result>> act, string title, string done, CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording) || !TranscriptId.TryParse(transcript, out var which))
        {
            return NotFound();
        }

        if ((await mediator.Send(act(recording, which), ct)).Error is { } error)
        {
            return await Refused(title, error, ct);
        }

        Done = done;
        return Redirect(Address);
    }

    private async Task<IActionResult> Refused(string title, Error error, CancellationToken ct)
    {
        (Problem, ProblemTitle) = (error, title);
        return await OnGetAsync(ct);
    }
}
