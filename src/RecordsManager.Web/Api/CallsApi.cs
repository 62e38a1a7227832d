using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Api;

/// <summary>A call is the recording while it happens: it has the recording's id from the first announcement on.</summary>
internal static class CallsApi
{
    public static void MapCalls(this RouteGroupBuilder api)
    {
        var calls = api.MapGroup("/calls").WithTags("Calls and consent");
        calls.MapPost("/", Announce).WithName("AnnounceCall");
        calls.MapPost("/{call}/participants", Join).WithName("JoinCall");
        calls.MapPost("/{call}/end", End).WithName("EndCall");
        calls.MapGet("/{call}/capture-decision", Decide).WithName("CaptureDecision");
        calls.MapPost("/{call}/participants/{participant}/consent", Record).WithName("RecordConsent");
        calls.MapPost("/{call}/participants/{participant}/invitation", Invite).WithName("InviteToConsent");
    }

    internal sealed record CallRequest(string? Source, string? ExternalId, string? Conversation, string? Title, DateTimeOffset? StartsAt);

    internal sealed record ParticipantRequest(string? Identity, string? DisplayName, string? Role, string? Location);

    internal sealed record EndRequest(DateTimeOffset? At);

    /// <param name="At">When it happened; now if it is not given. Within the call it bounds the consent window.</param>
    /// <param name="Purposes">recording, transcription, ai, sharing, or words of your own; recording and sharing if not given.</param>
    /// <param name="Media">audio, video, screen, chat; all if not given.</param>
    /// <param name="Reach">Of a withdrawal: onward or everything; during the call onward, after it everything, if not given.</param>
    /// <param name="By">self, guardian or agent; self if not given.</param>
    internal sealed record ConsentRequest(
        string? Kind, string? Method, string? Language, string? EvidenceReference, DateTimeOffset? At, IReadOnlyList<string>? Purposes, IReadOnlyList<string>? Media, string? Reach, string? By, bool? NoticeOnRecording);

    internal sealed record Made(string Id);

    internal sealed record InvitationMade(string Id, string Address, DateTimeOffset ExpiresAt);

    internal sealed record DecisionRow(string Participant, bool MayCapture, string Model, string Rule, string RulePack, IReadOnlyList<string> Reasons);

    /// <summary>Announces a call. The delivery with the same source and external id finds it. Repeating it returns the same id.</summary>
    private static async Task<IResult> Announce(CallRequest body, IMediator mediator, CancellationToken ct)
    {
        var announced = await mediator.Send(
            new AnnounceCall.Command(body.Source ?? "", body.ExternalId ?? "", body.Conversation ?? "", body.Title ?? "", body.StartsAt), ct);
        return announced.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/recordings/{announced.Value}", new Made(announced.Value.ToString()));
    }

    /// <summary>A participant joins. The same identity again is the same participant.</summary>
    private static async Task<IResult> Join(string call, ParticipantRequest body, IMediator mediator, CancellationToken ct)
    {
        var joined = await mediator.Send(new JoinCall.Command(Recording(call), body.Identity ?? "", body.DisplayName, body.Role, body.Location), ct);
        return joined.Error is { } error ? error.ToProblem() : TypedResults.Created((string?)null, new Made(joined.Value.ToString()));
    }

    /// <summary>The call is over.</summary>
    private static async Task<IResult> End(string call, EndRequest body, IMediator mediator, CancellationToken ct)
    {
        var ended = await mediator.Send(new EndCall.Command(Recording(call), body.At), ct);
        return ended.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }

    /// <summary>May each participant be captured now, and why?</summary>
    private static async Task<IResult> Decide(string call, IMediator mediator, CancellationToken ct)
    {
        var decided = await mediator.Send(new CaptureDecision.Query(Recording(call)), ct);
        return decided.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(decided.Value.Select(d => new DecisionRow(d.Participant.ToString(), d.MayCapture, Words.Of(d.Model), d.Rule, d.RulePack, d.Reasons)));
    }

    /// <summary>A consent event that the product saw happen: notified, acknowledged, granted, refused, withdrawn, objected, continued, beep-tone.</summary>
    private static async Task<IResult> Record(string call, string participant, ConsentRequest body, IMediator mediator, CancellationToken ct)
    {
        if (Word<ConsentEventKind>(body.Kind) is not { } kind)
        {
            return ConsentErrors.KindUnknown.ToProblem();
        }

        var media = body.Media?.Select(Word<MediaKinds>).ToList();
        if (media is not null && (media.Count == 0 || media.Exists(m => m is null or MediaKinds.None)))
        {
            return ConsentErrors.MediumUnknown.ToProblem();
        }

        if ((body.Reach is not null && Word<WithdrawalReach>(body.Reach) is null) || (body.By is not null && Word<ConsentSpeaker>(body.By) is null))
        {
            return ConsentErrors.WordUnknown.ToProblem();
        }

        var recorded = await mediator.Send(
            new RecordConsent.Command(
                Recording(call), Participant(participant), kind, body.Method ?? "api", body.Language, body.EvidenceReference, body.At, body.Purposes,
                media?.Aggregate(MediaKinds.None, (all, m) => all | m!.Value) ?? MediaKinds.All, Word<WithdrawalReach>(body.Reach), Word<ConsentSpeaker>(body.By) ?? ConsentSpeaker.Self, body.NoticeOnRecording ?? false),
            ct);
        return recorded.Error is { } error ? error.ToProblem() : TypedResults.Created((string?)null, new Made(recorded.Value.ToString()));
    }

    /// <summary>The address of the consent page for one participant; it is not stored and not told again.</summary>
    private static async Task<IResult> Invite(string call, string participant, HttpRequest request, IMediator mediator, CancellationToken ct)
    {
        var invited = await mediator.Send(new InviteToConsent.Command(Recording(call), Participant(participant)), ct);
        return invited.Error is { } error
            ? error.ToProblem()
            : TypedResults.Created((string?)null, new InvitationMade(invited.Value.Id.ToString(), $"{request.Scheme}://{request.Host}/c/{invited.Value.Token}", invited.Value.ExpiresAt));
    }

    /// <summary>A word of the contract in kebab case; null where it is none.</summary>
    private static T? Word<T>(string? text)
        where T : struct, Enum =>
        text is not null && text.All(c => char.IsAsciiLetter(c) || c == '-') && Enum.TryParse<T>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) ? value : null;

    /// <summary>An id that cannot be read is an id that does not exist.</summary>
    internal static RecordingId Recording(string text) => RecordingId.TryParse(text, out var id) ? id : default;

    private static ParticipantId Participant(string text) => ParticipantId.TryParse(text, out var id) ? id : default;
}
