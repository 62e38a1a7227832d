using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Api;

/// <summary>Answers: those that the product saw, and those that our page asks for.</summary>
internal static class ConsentEventsApi
{
    public static void MapConsentEvents(this RouteGroupBuilder calls)
    {
        calls.MapPost("/{call}/participants/{participant}/consent", Record).WithName("RecordConsent");
        calls.MapPost("/{call}/participants/{participant}/invitation", Invite).WithName("InviteToConsent");
        calls.MapGet("/{call}/participants/{participant}/phone-prompt", Prompt).WithName("ShowPhonePrompt");
    }

    /// <param name="Method">click, spoken, dtmf, written, announcement; api if not given. A spoken or keyed yes needs evidenceReference and notice, a keyed one digit and promptId too.</param>
    /// <param name="At">When it happened; now if it is not given. Within the call it bounds the consent window.</param>
    /// <param name="Purposes">recording, transcription, ai, sharing, or words of your own; recording and sharing if not given.</param>
    /// <param name="Media">audio, video, screen, chat; all if not given.</param>
    /// <param name="Reach">Of a withdrawal: onward or everything; during the call onward, after it everything, if not given.</param>
    /// <param name="By">self, guardian or agent; self if not given.</param>
    /// <param name="Notice">The id (ntc_…) of the notice that was read out or shown.</param>
    /// <param name="Outcome">With kind notified, of a question that got no answer: ambiguous, timeout, hang-up.</param>
    internal sealed record ConsentRequest(
        string? Kind, string? Method, string? Language, string? EvidenceReference, DateTimeOffset? At, IReadOnlyList<string>? Purposes, IReadOnlyList<string>? Media, string? Reach, string? By,
        bool? NoticeOnRecording, string? Notice, string? Digit, string? PromptId, string? Outcome);

    internal sealed record Made(string Id);

    internal sealed record InvitationMade(string Id, string Address, DateTimeOffset ExpiresAt);

    /// <summary>A consent event that the product saw happen: notified, acknowledged, granted, refused, withdrawn, objected, continued, beep-tone.</summary>
    private static async Task<IResult> Record(string call, string participant, ConsentRequest body, IMediator mediator, CancellationToken ct)
    {
        if (Words.Parse<ConsentEventKind>(body.Kind) is not { } kind)
        {
            return ConsentErrors.KindUnknown.ToProblem();
        }

        var media = body.Media?.Select(Words.Parse<MediaKinds>).ToList();
        if (media is not null && (media.Count == 0 || media.Exists(m => m is null or MediaKinds.None)))
        {
            return ConsentErrors.MediumUnknown.ToProblem();
        }

        if ((body.Reach is not null && Words.Parse<WithdrawalReach>(body.Reach) is null) || (body.By is not null && Words.Parse<ConsentSpeaker>(body.By) is null))
        {
            return ConsentErrors.WordUnknown.ToProblem();
        }

        NoticeId? notice = body.Notice is null ? null : NoticeId.TryParse(body.Notice, out var id) ? id : default(NoticeId);
        var recorded = await mediator.Send(
            new RecordConsent.Command(
                CallsApi.Recording(call), CallsApi.Participant(participant), kind, body.Method ?? "api", body.Language, body.EvidenceReference, body.At, body.Purposes,
                media?.Aggregate(MediaKinds.None, (all, m) => all | m!.Value) ?? MediaKinds.All, Words.Parse<WithdrawalReach>(body.Reach), Words.Parse<ConsentSpeaker>(body.By) ?? ConsentSpeaker.Self, body.NoticeOnRecording ?? false)
            {
                Notice = notice,
                Digit = body.Digit,
                PromptId = body.PromptId,
                Outcome = body.Outcome,
            },
            ct);
        return recorded.Error is { } error ? error.ToProblem() : TypedResults.Created((string?)null, new Made(recorded.Value.ToString()));
    }

    /// <summary>What to read out to a participant on the telephone; tell the answer with its notice.</summary>
    /// <param name="language">BCP 47; the participant's own if not given, English where there are no words in it.</param>
    private static async Task<IResult> Prompt(string call, string participant, string? language, IMediator mediator, CancellationToken ct)
    {
        var shown = await mediator.Send(new ShowPhonePrompt.Query(CallsApi.Recording(call), CallsApi.Participant(participant), language), ct);
        return shown.Error is { } error ? error.ToProblem() : TypedResults.Ok(shown.Value);
    }

    /// <summary>The address of the consent page for one participant; it is not stored and not told again.</summary>
    private static async Task<IResult> Invite(string call, string participant, HttpRequest request, IMediator mediator, CancellationToken ct)
    {
        var invited = await mediator.Send(new InviteToConsent.Command(CallsApi.Recording(call), CallsApi.Participant(participant)), ct);
        return invited.Error is { } error
            ? error.ToProblem()
            : TypedResults.Created((string?)null, new InvitationMade(invited.Value.Id.ToString(), $"{request.Scheme}://{request.Host}/c/{invited.Value.Token}", invited.Value.ExpiresAt));
    }
}
