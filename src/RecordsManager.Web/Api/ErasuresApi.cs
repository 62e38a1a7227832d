using MediatR;
using RecordsManager.Application.Erasure;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.People;

namespace RecordsManager.Web.Api;

internal static class ErasuresApi
{
    public static void MapErasures(this RouteGroupBuilder api)
    {
        var erasures = api.MapGroup("/erasure-requests").WithTags("Data subjects");
        erasures.MapPost("/", Request).WithName("RequestErasure");
        erasures.MapGet("/{request}", Show).WithName("ShowErasureRequest");
    }

    internal sealed record ErasureBody(string? Person);

    internal sealed record ErasureStatus(
        string Id, string Person, string State, DateTimeOffset RequestedAt, DateTimeOffset? KeyDestroyedAt, DateTimeOffset? RedactedAt, DateTimeOffset? CompletedAt, int Recordings, int Objects);

    /// <summary>Forgets a person. When it answers, the person's key is gone unless a hold defers it. It cannot be undone.</summary>
    private static async Task<IResult> Request(ErasureBody body, IMediator mediator, CancellationToken ct)
    {
        var requested = await mediator.Send(new RequestErasure.Command(PersonId.TryParse(body.Person, out var person) ? person : default), ct);
        return requested.Error is { } error
            ? error.ToProblem()
            : TypedResults.Accepted($"/api/v1/erasure-requests/{requested.Value}", new ConsentEventsApi.Made(requested.Value.ToString()));
    }

    /// <summary>How far an erasure is.</summary>
    private static async Task<IResult> Show(string request, IMediator mediator, CancellationToken ct)
    {
        var row = (await mediator.Send(new ListErasures.Query(), ct)).FirstOrDefault(r => r.Id.ToString() == request);
        return row is null
            ? ErasureErrors.RequestNotFound.ToProblem()
            : TypedResults.Ok(new ErasureStatus(
                row.Id.ToString(), row.Person.ToString(), Words.Of(row.State), row.RequestedAt, row.KeyDestroyedAt, row.RedactedAt, row.CompletedAt, row.Recordings, row.Objects));
    }
}
