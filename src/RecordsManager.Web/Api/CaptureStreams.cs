using System.Collections.Concurrent;
using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Persistence.Identity;

namespace RecordsManager.Web.Api;

/// <summary>Who listens on this node: so many at once for one organization, each with one place in memory and no connection to the database.</summary>
internal sealed class CaptureStreams(IServiceScopeFactory scopes, IChangeFeed feed, IOptions<JsonOptions> json, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public const int MostOfOneOrganization = 200;

    private static readonly Error TooMany = new("stream.too-many", "Too many streams are open.", ErrorKind.Conflict, "Close one, or ask for the decision with If-None-Match.");
    private readonly ConcurrentDictionary<OrganizationId, int> _open = new();

    public IResult Open(RecordingId call, CaptureVersion first) => new CaptureStream(this, call, first);

    /// <returns>False where the organization has as many as it may.</returns>
    internal bool TryEnter(OrganizationId organization)
    {
        if (_open.AddOrUpdate(organization, 1, (_, open) => open + 1) <= MostOfOneOrganization)
        {
            return true;
        }

        Leave(organization);
        return false;
    }

    internal void Leave(OrganizationId organization) => _open.AddOrUpdate(organization, 0, (_, open) => open - 1);

    internal static IResult Refusal(HttpContext http)
    {
        http.Response.Headers.RetryAfter = 30.ToString(CultureInfo.InvariantCulture);
        var details = Problems.Details(TooMany);
        details.Status = StatusCodes.Status429TooManyRequests;
        return TypedResults.Problem(details);
    }

    internal IAsyncEnumerable<DateTimeOffset> Changes(OrganizationId organization, RecordingId call, CancellationToken ct) => feed.Watch(organization, call, ct);

    internal TimeProvider Clock => clock;

    internal CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Asks anew, with the key that opened the stream, and so with what it may do by now.</summary>
    /// <returns>Null where the key is no longer valid or may no longer ask.</returns>
    internal async Task<CaptureVersion?> Look(HttpContext http, RecordingId call, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await Enter(scope.ServiceProvider, http, ct))
        {
            return null;
        }

        try
        {
            var decided = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CaptureDecision.Query(call), ct);
            return decided.Error is null ? CaptureVersion.Of(decided.Value, json.Value.SerializerOptions) : null;
        }
        catch (NotAllowedException)
        {
            return null;
        }
    }

    /// <summary>A key that ran out sends no notice of it: asked for with each heartbeat.</summary>
    internal async Task<bool> MayStillListen(HttpContext http, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Enter(scope.ServiceProvider, http, ct) && scope.ServiceProvider.GetRequiredService<ICurrentActor>().May(Permission.ConsentRead);
    }

    private static Task<bool> Enter(IServiceProvider services, HttpContext http, CancellationToken ct) =>
        services.GetRequiredService<ApiKeys>().TryEnter(Security.ApiKeyHandler.KeyOf(http.Request) ?? "", ct);
}
