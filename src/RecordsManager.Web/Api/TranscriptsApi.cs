using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Transcripts;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Api;

/// <summary>What was said: taken in, corrected, approved, read and searched.</summary>
internal static class TranscriptsApi
{
    private const int MostBytes = 3 * TranscriptFile.MostBytes; // as a string of JSON a file grows

    public static void MapTranscripts(this RouteGroupBuilder api)
    {
        var transcripts = api.MapGroup("/recordings/{recording}").WithTags("Transcripts");
        transcripts.MapGet("/transcripts", List).WithName("ListTranscripts");
        transcripts.MapPost("/transcripts", Import).WithName("ImportTranscript").WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        transcripts.MapGet("/transcriptions", Transcriptions).WithName("ListTranscriptions");
        transcripts.MapPost("/transcriptions", Request).WithName("RequestTranscription");
        transcripts.MapGet("/transcript", Show).WithName("ShowTranscript");
        transcripts.MapGet("/transcript.vtt", Captions).WithName("ShowCaptions").Produces<string>(contentType: "text/vtt");
        transcripts.MapPost("/transcripts/{transcript}/edits", Edit).WithName("EditTranscript").WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        transcripts.MapPost("/transcripts/{transcript}/approve", Approve).WithName("ApproveTranscript");
        transcripts.MapPost("/transcripts/{transcript}/reopen", Reopen).WithName("ReopenTranscript");
        transcripts.MapDelete("/transcripts/{transcript}", Delete).WithName("DeleteTranscript");
        api.MapGet("/words", Search).WithName("SearchWords").WithTags("Transcripts");
    }

    /// <param name="Source">imported or engine.</param>
    /// <param name="State">draft or approved.</param>
    /// <param name="Version">For approve and edits.</param>
    internal sealed record TranscriptRow(string Id, string Language, string Source, string State, int Lines, DateTimeOffset MadeAt, string? ApprovedBy, DateTimeOffset? ApprovedAt, int Version);

    internal sealed record TranscriptDetails(string Id, string Language, string Source, string State, DateTimeOffset? ApprovedAt, int Version, IReadOnlyList<LineRow> Lines);

    /// <param name="FromMs">On the recording's timeline.</param>
    /// <param name="Text">Null where it is withheld.</param>
    internal sealed record LineRow(string Id, string Participant, string Speaker, long FromMs, long ToMs, string? Text, bool IsWithheld);

    /// <param name="Format">webvtt (voice spans), zoom-vtt and srt (Name: text), whisper-json (verbose_json or whisper.cpp), deepgram-json, assemblyai-json, amazon-transcribe-json or google-stt-json; left out: it is found out.</param>
    /// <param name="Language">BCP 47.</param>
    /// <param name="Content">The file's text, at most 16 MiB.</param>
    /// <param name="Participant">Whose words the whole file is, for a file of one track; left out where the file names them.</param>
    /// <param name="Speakers">The participant that is meant by a name of the file; the empty name stands for lines without one.</param>
    /// <param name="OffsetMs">Where the file's zero lies on the recording's timeline; 0 if it is left out.</param>
    /// <param name="Turns">RTTM: who speaks when, for lines that the file gives to nobody; by the file's clock. Its names stand in speakers like those of the file.</param>
    internal sealed record ImportRequest(string? Format, string? Language, string? Content, string? Participant, IReadOnlyDictionary<string, string>? Speakers, long? OffsetMs, string? Turns);

    internal sealed record Imported(string Id);

    /// <param name="Language">BCP 47: what they speak.</param>
    internal sealed record TranscriptionRequest(string? Language);

    internal sealed record Requested(int Participants);

    /// <param name="State">waiting, done or failed.</param>
    internal sealed record TranscriptionRow(string Id, string Participant, string Speaker, string Language, string State, int Lines, int Attempts, string? Failure, DateTimeOffset RequestedAt);

    /// <param name="Version">The one that was edited.</param>
    /// <param name="Lines">New lines, and those that say something else now.</param>
    /// <param name="Removed">Ids of lines that are no more.</param>
    internal sealed record EditRequest(int? Version, IReadOnlyList<EditedLine>? Lines, IReadOnlyList<string>? Removed);

    /// <param name="Instead">Id of the line that it replaces; left out for a new one.</param>
    internal sealed record EditedLine(string? Instead, string? Participant, long FromMs, long ToMs, string? Text);

    /// <param name="Version">The one that was read: nobody vouches for what they did not see.</param>
    internal sealed record ApproveRequest(int? Version);

    /// <param name="By">Null: of a chapter.</param>
    /// <param name="Where">said, chat or chapter.</param>
    internal sealed record HitRow(string Recording, string Title, DateTimeOffset StartedAt, long AtMs, string? By, string Text, string Where, bool IsDraft);

    /// <summary>The transcripts of a recording; drafts only for who edits them.</summary>
    private static async Task<IResult> List(string recording, IMediator mediator, CancellationToken ct)
    {
        var listed = await mediator.Send(new ListTranscripts.Query(CallsApi.Recording(recording)), ct);
        return listed.Error is { } error ? error.ToProblem() : TypedResults.Ok(listed.Value.Select(t => new TranscriptRow(
            t.Id.ToString(), t.Language, Words.Of(t.Source), Words.Of(t.State), t.Lines, t.MadeAt, t.ApprovedBy, t.ApprovedAt, t.Version)));
    }

    /// <summary>Takes a transcript in as a draft. A second file of the language adds the lines of people who have none yet.</summary>
    private static async Task<IResult> Import(string recording, ImportRequest body, IMediator mediator, CancellationToken ct)
    {
        var imported = await mediator.Send(
            new ImportTranscript.Command(
                CallsApi.Recording(recording), body.Format, body.Language, body.Content ?? "",
                body.Participant is null ? null : Participant(body.Participant), body.Speakers?.ToDictionary(s => s.Key, s => Participant(s.Value), StringComparer.OrdinalIgnoreCase), body.OffsetMs ?? 0, body.Turns),
            ct);
        return imported.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/recordings/{recording}/transcript", new Imported(imported.Value.ToString()));
    }

    /// <summary>How far the engine is with each person, and what failed.</summary>
    private static async Task<IResult> Transcriptions(string recording, IMediator mediator, CancellationToken ct)
    {
        var listed = await mediator.Send(new ListTranscriptions.Query(CallsApi.Recording(recording)), ct);
        return listed.Error is { } error ? error.ToProblem() : TypedResults.Ok(listed.Value.Rows.Select(t => new TranscriptionRow(
            t.Id.ToString(), t.Participant.ToString(), t.Person.DisplayName, t.Language, Words.Of(t.State), t.Lines, t.Attempts, t.Failure, t.RequestedAt)));
    }

    /// <summary>Asks the engine to write down everybody whose consent covers it; asking again tries again what failed.</summary>
    private static async Task<IResult> Request(string recording, TranscriptionRequest body, IMediator mediator, CancellationToken ct)
    {
        var asked = await mediator.Send(new RequestTranscription.Command(CallsApi.Recording(recording), body.Language), ct);
        return asked.Error is { } error ? error.ToProblem() : TypedResults.Accepted($"/api/v1/recordings/{recording}/transcriptions", new Requested(asked.Value));
    }

    /// <summary>What was said: the approved transcript, or the draft for who edits it. Noted as a read of media.</summary>
    private static async Task<IResult> Show(string recording, string? language, IMediator mediator, ICurrentActor actor, AccessLog accesses, HttpContext http, CancellationToken ct)
    {
        var opened = await Open(recording, language, mediator, actor, accesses, ct);
        http.Response.Headers.CacheControl = "private, no-store";
        return opened.Error is { } error ? error.ToProblem() : opened.Value is not { } t ? Unlogged() : TypedResults.Ok(new TranscriptDetails(
            t.Id.ToString(), t.Language, Words.Of(t.Source), Words.Of(t.State), t.ApprovedAt, t.Version,
            [.. t.Lines.Select(l => new LineRow(l.Id.ToString(), l.Participant.ToString(), l.Speaker.DisplayName, l.FromMs, l.ToMs, l.Text, l.Text is null))]));
    }

    /// <summary>The same as WebVTT with voice spans.</summary>
    private static async Task<IResult> Captions(string recording, string? language, IMediator mediator, ICurrentActor actor, AccessLog accesses, HttpContext http, CancellationToken ct)
    {
        var opened = await Open(recording, language, mediator, actor, accesses, ct);
        http.Response.Headers.CacheControl = "private, no-store";
        return opened.Error is { } error ? error.ToProblem() : opened.Value is not { } t ? Unlogged()
            : TypedResults.Text(WebVttWriter.Write(t.Shown, t.IsDraft ? "Draft: nobody has approved it" : null), "text/vtt", Encoding.UTF8);
    }

    /// <summary>All changes at once, or none; a transcript that somebody else changed meanwhile is refused.</summary>
    private static async Task<IResult> Edit(string recording, string transcript, EditRequest body, IMediator mediator, CancellationToken ct) => Answer(await mediator.Send(
        new EditTranscript.Command(
            CallsApi.Recording(recording), Transcript(transcript), body.Version ?? 0,
            [.. (body.Lines ?? []).Select(l => new EditTranscript.Line(l.Instead is null ? null : Line(l.Instead), Participant(l.Participant), l.FromMs, l.ToMs, l.Text ?? ""))],
            [.. (body.Removed ?? []).Select(Line)]),
        ct));

    /// <summary>Somebody vouches for it: captions and transcript are shown to whoever may play the recording.</summary>
    private static async Task<IResult> Approve(string recording, string transcript, ApproveRequest body, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new ApproveTranscript.Command(CallsApi.Recording(recording), Transcript(transcript), body.Version ?? 0), ct));

    /// <summary>A draft again.</summary>
    private static async Task<IResult> Reopen(string recording, string transcript, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new ReopenTranscript.Command(CallsApi.Recording(recording), Transcript(transcript)), ct));

    /// <summary>Deletes a transcript with all its lines.</summary>
    private static async Task<IResult> Delete(string recording, string transcript, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new DeleteTranscript.Command(CallsApi.Recording(recording), Transcript(transcript)), ct));

    /// <summary>Lines, messages and chapters with all of the words, in the recordings that one may read, the newest first.</summary>
    /// <param name="q">The words; accents and case do not count.</param>
    private static async Task<IResult> Search(string? q, IMediator mediator, ICurrentActor actor, AccessLog accesses, CancellationToken ct)
    {
        var hits = await mediator.Send(new SearchWords.Query(q), ct);
        foreach (var recording in hits.Select(h => h.Recording).Distinct())
        {
            if (!await accesses.TryNote(mediator, actor, recording, "search"))
            {
                return Unlogged();
            }
        }

        return TypedResults.Ok(hits.Select(h => new HitRow(h.Recording.ToString(), h.Title, h.StartedAt, h.AtMs, h.By?.DisplayName, h.Text, h.By is null ? "chapter" : h.IsChat ? "chat" : "said", h.IsDraft)));
    }

    /// <returns>Null: the access could not be noted, so nothing is read.</returns>
    private static async Task<Result<TranscriptView?>> Open(string recording, string? language, IMediator mediator, ICurrentActor actor, AccessLog accesses, CancellationToken ct)
    {
        var id = CallsApi.Recording(recording);
        var opened = await mediator.Send(new OpenTranscript.Query(id, null, language), ct);
        return opened.Error is { } error ? error : await accesses.TryNote(mediator, actor, id, "transcript") ? opened.Value : (TranscriptView?)null;
    }

    private static IResult Unlogged() => TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "The access cannot be noted on the ledger. Nothing was read.");

    private static TranscriptId Transcript(string text) => TranscriptId.TryParse(text, out var id) ? id : default;

    private static TranscriptLineId Line(string text) => TranscriptLineId.TryParse(text, out var id) ? id : default;

    private static ParticipantId Participant(string? text) => ParticipantId.TryParse(text, out var id) ? id : default;

    private static IResult Answer(Result result) => result.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
}
