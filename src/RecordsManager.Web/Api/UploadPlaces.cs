using System.Globalization;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;
using RecordsManager.Web.Hosting;

namespace RecordsManager.Web.Api;

/// <summary>
/// So many requests add bytes at once on this node, and so many of one organization. Each holds a database connection for its
/// lock and a segment in memory: beyond this number, whoever comes waits outside rather than in here.
/// </summary>
internal sealed class UploadPlaces(Settings settings)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<OrganizationId, int> _open = [];
    private int _all;

    /// <returns>False where the node or the organization has as many as it may.</returns>
    public bool TryEnter(OrganizationId organization)
    {
        lock (_gate)
        {
            var theirs = _open.GetValueOrDefault(organization);
            if (_all >= settings.UploadsAtOnce || theirs >= settings.UploadsAtOnceOfOne)
            {
                return false;
            }

            _all++;
            _open[organization] = theirs + 1;
            return true;
        }
    }

    /// <summary>Leaves when it is disposed.</summary>
    public IDisposable Leaving(OrganizationId organization) => new Place(this, organization);

    /// <summary>503 also where only the organization is at its limit: tus clients try a 503 again by themselves, and no 429.</summary>
    public static IResult Refusal(HttpContext http)
    {
        http.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
        var details = Problems.Details(UploadErrors.TooMany);
        details.Status = StatusCodes.Status503ServiceUnavailable;
        return TypedResults.Problem(details);
    }

    private void Leave(OrganizationId organization)
    {
        lock (_gate)
        {
            _all--;
            if (--_open[organization] == 0)
            {
                _open.Remove(organization);
            }
        }
    }

    private sealed class Place(UploadPlaces places, OrganizationId organization) : IDisposable
    {
        public void Dispose() => places.Leave(organization);
    }
}
