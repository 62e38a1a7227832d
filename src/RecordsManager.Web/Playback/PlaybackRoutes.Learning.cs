using System.Security.Claims;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Http.Metadata;
using RecordsManager.Application.Learning;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;

namespace RecordsManager.Web.Playback;

/// <summary>
/// What players say for learning signals, under the same ticket as their segments; JSON, which a form of another site cannot send. The
/// store's address and key stay here.
/// </summary>
internal static partial class PlaybackRoutes
{
    private static void MapLearning(RouteGroupBuilder media, WhoComes who)
    {
        var learning = media.MapGroup("/learning").WithMetadata(new AtMost(32 * 1024));
        learning.MapPost("/answer", (LearningAnswer body, HttpContext http, IMediator mediator, CancellationToken ct) => Answer(body, http, who, mediator, ct));
        learning.MapPost("/begin", (LearningBeginning _, HttpContext http, IMediator mediator, CancellationToken ct) => Begin(http, who, mediator, ct));
        learning.MapPost("/events", (LearningEvents body, HttpContext http, IMediator mediator, CancellationToken ct) => Tell(body, http, who, mediator, ct));
    }

    private static async Task<IResult> Answer(LearningAnswer body, HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        if (await Viewer.Of(who(http, takesUp: true), http) is not { } viewer || body.Agrees is not { } agrees)
        {
            return TypedResults.NotFound();
        }

        // Through a link somebody who is signed in is its recipient, whose address the link knows.
        var mail = viewer.Session is null ? http.User.FindFirstValue(ClaimTypes.Email) : null;
        return Said((await mediator.Send(new AnswerLearning.Command(viewer.Recording, viewer.Link, agrees, mail), ct)).Error);
    }

    private static async Task<IResult> Begin(HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        if (await PlayingViewer(http, who) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var begun = await mediator.Send(new BeginLearning.Command(viewer.Recording, viewer.Link), ct);
        return begun.Failed ? Said(begun.Error) : TypedResults.Json(new { session = begun.Value });
    }

    private static async Task<IResult> Tell(LearningEvents body, HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        if (await PlayingViewer(http, who) is not { } viewer || body.Session is not { } session || body.Events is not { } events || events.Any(e => e is null))
        {
            return TypedResults.NotFound();
        }

        return Said((await mediator.Send(
            new NoteLearning.Command(viewer.Recording, viewer.Link, session, [.. events.Select(e => new NoteLearning.Event(e!.Kind, e.Number, e.At, e.From, e.Ago))]), ct)).Error);
    }

    /// <summary>Through a link only who plays it: the view is on the ledger.</summary>
    private static async Task<Viewer?> PlayingViewer(HttpContext http, WhoComes who) =>
        await Viewer.Of(who(http, takesUp: true), http) is { } viewer && (viewer.Session is null || viewer.Session.PlayedAt is not null) ? viewer : null;

    /// <summary>A session that is over is the only thing that a player does something about.</summary>
    private static IResult Said(Error? error) =>
        error is null ? TypedResults.NoContent() : error == LearningErrors.SessionUnknown ? TypedResults.Conflict() : TypedResults.NotFound();

    private sealed record LearningAnswer(bool? Agrees);

    private sealed record LearningBeginning;

    private sealed record LearningEvents(Guid? Session, IReadOnlyList<LearningEvent?>? Events);

    /// <param name="Ago">Milliseconds before it was sent.</param>
    private sealed record LearningEvent([property: JsonConverter(typeof(JsonStringEnumConverter<PlayerEvent>))] PlayerEvent Kind, int Number, double At, double From, double Ago);

    private sealed record AtMost(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
