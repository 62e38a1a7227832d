using System.Text;
using MediatR;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Persistence.Identity;
using RecordsManager.Web.Streams;

namespace RecordsManager.Web.Api;

/// <summary>The capture decision as a stream, for an SFU: each state is the same JSON as asking gives.</summary>
internal sealed class CaptureStreams(IServiceScopeFactory scopes, StreamHost host, IOptions<JsonOptions> json)
{
    private readonly StreamPlaces _places = new();

    public IResult Open(HttpContext http, OrganizationId organization, RecordingId call, CaptureVersion first) =>
        new EventStream(host, _places, new StreamSource(organization, call, State(first), ct => Look(http, call, ct), ct => MayStillListen(http, ct)));

    private static StreamedState State(CaptureVersion decided) => new(decided.Id, "decision", Encoding.UTF8.GetString(decided.Json), decided.IsOver, decided.ChangesAt);

    /// <summary>Asks anew, with the key that opened the stream, and so with what it may do by now.</summary>
    private async Task<StreamedState?> Look(HttpContext http, RecordingId call, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await Enter(scope.ServiceProvider, http, ct))
        {
            return null;
        }

        try
        {
            var decided = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CaptureDecision.Query(call), ct);
            return decided.Error is null ? State(CaptureVersion.Of(decided.Value, json.Value.SerializerOptions)) : null;
        }
        catch (NotAllowedException)
        {
            return null;
        }
    }

    private async Task<bool> MayStillListen(HttpContext http, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Enter(scope.ServiceProvider, http, ct) && scope.ServiceProvider.GetRequiredService<ICurrentActor>().May(Permission.ConsentRead);
    }

    private static Task<bool> Enter(IServiceProvider services, HttpContext http, CancellationToken ct) =>
        services.GetRequiredService<ApiKeys>().TryEnter(Security.ApiKeyHandler.KeyOf(http.Request) ?? "", ct);
}
