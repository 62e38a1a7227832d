using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Api;

/// <summary>
/// A call is the recording while it happens: it has the recording's id from the first announcement on. What is told twice,
/// late or in the wrong order ends in the same state.
/// </summary>
internal static class CallsApi
{
    public static void MapCalls(this RouteGroupBuilder api)
    {
        var calls = api.MapGroup("/calls").WithTags("Calls and consent");
        calls.MapPost("/", Announce).WithName("AnnounceCall");
        calls.MapGet("/{call}", Show).WithName("ShowCall");
        calls.MapPost("/{call}/participants", Join).WithName("JoinCall");
        calls.MapPost("/{call}/participants/{participant}/leave", Leave).WithName("LeaveCall");
        calls.MapPost("/{call}/participants/{participant}/location", Move).WithName("MoveParticipant");
        calls.MapPost("/{call}/end", End).WithName("EndCall");
        calls.MapCaptureDecision();
        calls.MapConsentEvents();
    }

    /// <summary>Announces a call, with everybody invited to it. The delivery with the same source and external id finds it. Repeating it returns the same id.</summary>
    private static async Task<IResult> Announce(CallRequest body, HttpRequest request, IMediator mediator, CancellationToken ct)
    {
        var medium = Words.Parse<CallMedium>(body.Medium);
        var invited = body.Participants?.Select(p => p.ToParticipant()).ToList() ?? [];
        if ((body.Medium is not null && medium is null) || invited.Contains(null))
        {
            return RecordingErrors.CallWordUnknown.ToProblem();
        }

        var announced = await mediator.Send(
            new AnnounceCall.Command(body.Source ?? "", body.ExternalId ?? "", body.Conversation ?? "", body.Title ?? "", body.StartsAt)
            {
                Medium = medium,
                RecordedIn = body.RecordedIn,
                Purposes = body.Purposes,
                Features = body.Features,
                Participants = invited!,
                Initiator = body.Initiator,
            },
            ct);
        return announced.Error is { } error
            ? error.ToProblem()
            : TypedResults.Created($"/api/v1/recordings/{announced.Value}", CallAnswer.Of((await mediator.Send(new ShowCall.Query(announced.Value), ct)).Value, request));
    }

    /// <summary>The call as its product needs it: who is where since when, what is decided for each, and where each of them answers.</summary>
    private static async Task<IResult> Show(string call, HttpRequest request, IMediator mediator, CancellationToken ct)
    {
        var shown = await mediator.Send(new ShowCall.Query(Recording(call)), ct);
        return shown.Error is { } error ? error.ToProblem() : TypedResults.Ok(CallAnswer.Of(shown.Value, request));
    }

    /// <summary>A participant joins, or comes back. The same identity again is the same participant.</summary>
    private static async Task<IResult> Join(string call, ParticipantRequest body, HttpRequest request, IMediator mediator, CancellationToken ct)
    {
        if (body.ToParticipant() is not { } participant)
        {
            return RecordingErrors.CallWordUnknown.ToProblem();
        }

        var joined = await mediator.Send(
            new JoinCall.Command(Recording(call), participant.Identity, participant.DisplayName, null, null) { Facts = participant.Facts, At = body.At, Asks = true }, ct);
        if (joined.Error is { } error)
        {
            return error.ToProblem();
        }

        var view = (await mediator.Send(new ShowCall.Query(Recording(call)), ct)).Value;
        return TypedResults.Created((string?)null, CallAnswer.Of(view.Participants.Single(p => p.Decision.Participant == joined.Value), request));
    }

    /// <summary>A participant leaves. The call goes on, also when it was the initiator.</summary>
    private static async Task<IResult> Leave(string call, string participant, TimeRequest? body, IMediator mediator, CancellationToken ct) =>
        Done(await mediator.Send(new LeaveCall.Command(Recording(call), Participant(participant), body?.At), ct));

    /// <summary>A participant is elsewhere from then on, or it became known where. No location says that it is unknown now.</summary>
    private static async Task<IResult> Move(string call, string participant, LocationRequest body, IMediator mediator, CancellationToken ct)
    {
        var source = Words.Parse<LocationSource>(body.LocationSource);
        return body.LocationSource is not null && source is null
            ? RecordingErrors.CallWordUnknown.ToProblem()
            : Done(await mediator.Send(new MoveParticipant.Command(Recording(call), Participant(participant), body.Locations ?? [], source, body.At), ct));
    }

    /// <summary>The call is over. A second end changes nothing.</summary>
    private static async Task<IResult> End(string call, TimeRequest? body, IMediator mediator, CancellationToken ct) =>
        Done(await mediator.Send(new EndCall.Command(Recording(call), body?.At), ct));

    private static IResult Done(Result result) => result.Error is { } error ? error.ToProblem() : TypedResults.NoContent();

    /// <summary>An id that cannot be read is an id that does not exist.</summary>
    internal static RecordingId Recording(string text) => RecordingId.TryParse(text, out var id) ? id : default;

    internal static ParticipantId Participant(string text) => ParticipantId.TryParse(text, out var id) ? id : default;
}
