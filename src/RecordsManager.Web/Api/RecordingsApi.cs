using MediatR;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Web.Api;

internal static class RecordingsApi
{
    public static void MapRecordings(this RouteGroupBuilder api)
    {
        var recordings = api.MapGroup("/recordings").WithTags("Recordings");
        recordings.MapGet("/", List).WithName("ListRecordings");
        recordings.MapGet("/{recording}", Show).WithName("ShowRecording");
        recordings.MapGet("/{recording}/tracks", (string recording, IMediator mediator, CancellationToken ct) => Part(recording, mediator, v => v.Tracks.Select(Track), ct)).WithName("ListTracks");
        recordings.MapGet("/{recording}/chat", (string recording, IMediator mediator, CancellationToken ct) => Part(recording, mediator, v => v.Call.Chat.Select(Message), ct)).WithName("ShowChat");
        recordings.MapGet("/{recording}/consent", (string recording, IMediator mediator, CancellationToken ct) => Part(recording, mediator, v => v.Consent.Select(Consent), ct)).WithName("ShowConsent");
        recordings.MapConsentDecision();
        recordings.MapGet("/{recording}/history", (string recording, IMediator mediator, CancellationToken ct) => Part(recording, mediator, v => v.History, ct)).WithName("ShowHistory");
        recordings.MapDelete("/{recording}", Bin).WithName("MoveRecordingToBin");
        recordings.MapPost("/{recording}/restore", Restore).WithName("RestoreRecording");
        recordings.MapPost("/{recording}/derivatives/retry", Retry).WithName("RetryDerivatives");
        api.MapPost("/legal-holds", PlaceHold).WithName("PlaceLegalHold").WithTags("Legal holds");
        api.MapPost("/legal-holds/{hold}/release", ReleaseHold).WithName("ReleaseLegalHold").WithTags("Legal holds");
    }

    internal sealed record RecordingRow(
        string Id, string Title, string Conversation, DateTimeOffset StartedAt, long DurationMs, string State, bool IsHeld, bool IsReady, double Progress, int Agreed, int Waiting, int Participants, DateTimeOffset? KeepUntil);

    internal sealed record RecordingPage(IReadOnlyList<RecordingRow> Items, string? Next);

    internal sealed record RecordingDetails(
        string Id, string Title, string Conversation, DateTimeOffset StartedAt, long DurationMs, string State, bool IsPlayable, double Progress, int FailedDerivatives, DateTimeOffset? KeepUntil, DateTimeOffset? BinUntil,
        DateTimeOffset? DestroyedAt, string? Certificate, IReadOnlyList<ParticipantRow> Participants, IReadOnlyList<HoldRow> Holds, IReadOnlyList<DerivativeRow> Derivatives);

    internal sealed record ParticipantRow(string Id, string Person, string DisplayName, string State, DateTimeOffset? QuarantinedUntil);

    internal sealed record HoldRow(string Id, string CaseReference, DateTimeOffset PlacedAt, DateTimeOffset? ReleasedAt);

    internal sealed record DerivativeRow(string Id, string Kind, int Ordinal, string State, long? Bytes, int Persons, bool ForRecipients, int? Height);

    internal sealed record TrackRow(string Id, string Participant, string DisplayName, string Kind, string Codec, long OffsetMs, long DurationMs, double DriftPpm, double DriftUncertaintyPpm, long Bytes, string Sha256, string State, DateTimeOffset? QuarantinedUntil);

    internal sealed record MessageRow(string Id, long AtMs, string Author, string? Text, bool IsWithheld);

    /// <param name="MayPlay">Something of theirs may be played; before anything of them was recorded, whether it may.</param>
    /// <param name="Reasons">Of the decision as it is now.</param>
    /// <param name="Windows">For each medium that there is of them the whole timeline in order: what plays, what does not, and why.</param>
    internal sealed record ConsentRow(
        string Participant, string Person, string? Location, string Model, string Rule, bool MayPlay, IReadOnlyList<string> Reasons, IReadOnlyList<WindowRow> Windows, string? Answer, DateTimeOffset? AnsweredAt, string? Method);

    /// <param name="Medium">audio, video, screen or chat.</param>
    /// <param name="FromMs">On the recording's timeline.</param>
    internal sealed record WindowRow(string Medium, long FromMs, long ToMs, bool MayPlay, IReadOnlyList<string> Reasons);

    internal sealed record HoldRequest(string? Recording, string? CaseReference);

    internal sealed record HoldReleaseRequest(string? Recording);

    /// <summary>Newest first; follow next with cursor.</summary>
    private static async Task<RecordingPage> List(IMediator mediator, string? search, string? state, string? cursor, CancellationToken ct)
    {
        var page = await mediator.Send(new ListRecordings.Query(search, state, RecordingId.TryParse(cursor, out var after) ? after : null), ct);
        return new RecordingPage(
            [.. page.Rows.Select(r => new RecordingRow(
                r.Id.ToString(), r.Title, r.Conversation, r.StartedAt, r.DurationMs, Words.Of(r.State), r.IsHeld, r.IsReady, r.Progress, r.Consent.Agreed, r.Consent.Waiting, r.Consent.Total, r.KeepUntil))],
            page.Next?.ToString());
    }

    /// <summary>One recording: what it is, who is in it, how far its derivatives are.</summary>
    private static Task<IResult> Show(string recording, IMediator mediator, CancellationToken ct) => Part(recording, mediator, v => new RecordingDetails(
        v.Call.Id.ToString(), v.Call.Title, v.Call.Conversation, v.Call.StartedAt, v.Call.DurationMs, Words.Of(v.State), v.Call.IsPlayable, v.Call.Progress.Fraction, v.Call.Progress.Failed,
        v.KeepUntil, v.BinUntil, v.DestroyedAt, v.Certificate?.ToString(),
        [.. v.Call.Lanes.Select(l => new ParticipantRow(l.Participant.ToString(), l.Person.Person.ToString(), l.Person.DisplayName, Words.Of(l.State), l.QuarantinedUntil))],
        [.. v.Holds.Select(h => new HoldRow(h.Id.ToString(), h.CaseReference, h.PlacedAt, h.ReleasedAt))],
        [.. v.Derivatives.Select(d => new DerivativeRow(d.Id.ToString(), Words.Of(d.Kind), d.Ordinal, Words.Of(d.State), d.Bytes, d.Persons, d.ForRecipients, d.Height))]), ct);

    /// <summary>Soft delete; undone by restore until the grace ends.</summary>
    private static async Task<IResult> Bin(string recording, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new MoveToBin.Command(CallsApi.Recording(recording)), ct));

    /// <summary>Takes it out of the bin.</summary>
    private static async Task<IResult> Restore(string recording, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new RestoreRecording.Command(CallsApi.Recording(recording)), ct));

    /// <summary>Makes failed derivatives again.</summary>
    private static async Task<IResult> Retry(string recording, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new RetryDerivatives.Command(CallsApi.Recording(recording)), ct));

    /// <summary>Suspends disposition and erasure for a recording. Repeating it changes nothing.</summary>
    private static async Task<IResult> PlaceHold(HoldRequest body, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new PlaceLegalHold.Command(CallsApi.Recording(body.Recording ?? ""), body.CaseReference ?? ""), ct));

    /// <summary>Ends a hold.</summary>
    private static async Task<IResult> ReleaseHold(string hold, HoldReleaseRequest body, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new ReleaseLegalHold.Command(CallsApi.Recording(body.Recording ?? ""), LegalHoldId.TryParse(hold, out var id) ? id : default), ct));

    private static async Task<IResult> Part<T>(string recording, IMediator mediator, Func<ShowRecording.View, T> part, CancellationToken ct)
    {
        var shown = await mediator.Send(new ShowRecording.Query(CallsApi.Recording(recording)), ct);
        return shown.Error is { } error ? error.ToProblem() : TypedResults.Ok(part(shown.Value));
    }

    private static TrackRow Track(ShowRecording.TrackView t) => new(
        t.Id.ToString(), t.Participant.ToString(), t.DisplayName, Words.Of(t.Kind), t.Codec, t.OffsetMs, t.DurationMs, t.Drift.Ppb / 1e3, t.Drift.UncertaintyPpb / 1e3, t.Bytes, t.Sha256, Words.Of(t.State), t.QuarantinedUntil);

    private static MessageRow Message(ChatView m) => new(m.Id.ToString(), m.AtMs, m.Author.DisplayName, m.Text, m.IsWithheld);

    private static ConsentRow Consent(ShowRecording.ConsentView c) => new(
        c.Participant.ToString(), c.Person.ToString(), c.Location, Words.Of(c.Model), c.RuleName, c.MayPlay, c.Reasons,
        [.. c.Windows.Select(w => new WindowRow(Words.Of(w.Medium), w.At.FromMs, w.At.ToMs, w.MayPlay, w.Reasons))], c.Answer is { } a ? Words.Of(a) : null, c.AnsweredAt, c.Method);

    private static IResult Answer(Result result) => result.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
}
