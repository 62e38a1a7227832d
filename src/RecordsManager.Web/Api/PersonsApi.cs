using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Domain.People;

namespace RecordsManager.Web.Api;

internal static class PersonsApi
{
    public static void MapPersons(this RouteGroupBuilder api) =>
        api.MapDelete("/persons/{person}/my-recordings-links", RevokeMyRecordings).WithName("RevokeMyRecordings").WithTags("Data subjects");

    /// <summary>Ends every address of a person's own recordings (/me/…) at once. They get another from a question that is asked after this.</summary>
    private static async Task<IResult> RevokeMyRecordings(string person, IMediator mediator, CancellationToken ct)
    {
        var revoked = await mediator.Send(new RevokeMyRecordings.Command(PersonId.TryParse(person, out var id) ? id : default), ct);
        return revoked.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }
}
