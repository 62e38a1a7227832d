using System.Collections.Concurrent;
using System.Globalization;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Web.Api;

namespace RecordsManager.Web.Streams;

/// <summary>So many streams of one kind at once for one organization on this node; who watches calls takes none from who records them.</summary>
internal sealed class StreamPlaces
{
    public const int MostOfOneOrganization = 200;

    private static readonly Error TooMany = new("stream.too-many", "Too many streams are open.", ErrorKind.Conflict, "Close one, or ask for the decision with If-None-Match.");
    private readonly ConcurrentDictionary<OrganizationId, int> _open = new();

    /// <returns>False where the organization has as many as it may.</returns>
    public bool TryEnter(OrganizationId organization)
    {
        if (_open.AddOrUpdate(organization, 1, (_, open) => open + 1) <= MostOfOneOrganization)
        {
            return true;
        }

        Leave(organization);
        return false;
    }

    public void Leave(OrganizationId organization) => _open.AddOrUpdate(organization, 0, (_, open) => open - 1);

    public static IResult Refusal(HttpContext http)
    {
        http.Response.Headers.RetryAfter = 30.ToString(CultureInfo.InvariantCulture);
        var details = Problems.Details(TooMany);
        details.Status = StatusCodes.Status429TooManyRequests;
        return TypedResults.Problem(details);
    }
}
