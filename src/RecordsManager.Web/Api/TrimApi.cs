using MediatR;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Api;

/// <summary>What of a recording is played: dead air at its ends is passed over, and nothing is cut.</summary>
internal static class TrimApi
{
    public static void MapTrim(this RouteGroupBuilder api)
    {
        var trim = api.MapGroup("/recordings/{recording}/trim").WithTags("Recordings");
        trim.MapGet("", Show).WithName("ShowTrim");
        trim.MapPut("", Apply).WithName("TrimRecording");
        trim.MapDelete("", Undo).WithName("UndoTrim");
    }

    /// <param name="FromMs">On the recording's timeline.</param>
    /// <param name="ToMs">The same; what is left lasts a second at least.</param>
    internal sealed record TrimRequest(long? FromMs, long? ToMs);

    /// <param name="Trim">What is played now; null: all.</param>
    /// <param name="Proposed">From two seconds before the first speech to two seconds behind the last; null where there is nothing to gain.</param>
    internal sealed record TrimAnswer(Span? Trim, Span? Proposed);

    /// <summary>What is played, and what would be without dead air. Noted as a read of media.</summary>
    private static async Task<IResult> Show(string recording, HttpContext http, IMediator mediator, Waveforms waveforms, CancellationToken ct)
    {
        var id = CallsApi.Recording(recording);
        if (await waveforms.Of(id, ct) is not { } peaks)
        {
            return PlaybackRoutes.Unlogged(http);
        }

        var proposed = await mediator.Send(new ProposeTrim.Query(id, peaks), ct);
        return proposed.Error is { } error ? error.ToProblem() : TypedResults.Ok(new TrimAnswer(proposed.Value.Trim, proposed.Value.Proposed));
    }

    /// <summary>Players begin and end there; who watches can ask for the rest.</summary>
    private static async Task<IResult> Apply(string recording, TrimRequest body, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new TrimRecording.Command(CallsApi.Recording(recording), new Span(body.FromMs ?? -1, body.ToMs ?? -1)), ct));

    /// <summary>All of it is played again.</summary>
    private static async Task<IResult> Undo(string recording, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new TrimRecording.Command(CallsApi.Recording(recording), null), ct));

    private static IResult Answer(Result result) => result.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
}
