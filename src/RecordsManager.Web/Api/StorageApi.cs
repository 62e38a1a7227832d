using MediatR;
using RecordsManager.Application.Integrity;

namespace RecordsManager.Web.Api;

internal static class StorageApi
{
    public static void MapStorage(this RouteGroupBuilder api) => api.MapGroup("/storage").WithTags("Storage").MapGet("/", Show).WithName("ShowStorage");

    /// <summary>How much is stored, when it was last read again as a whole, and which objects are not what was written.</summary>
    private static async Task<IResult> Show(IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ShowStorage.Query(), ct));
}
