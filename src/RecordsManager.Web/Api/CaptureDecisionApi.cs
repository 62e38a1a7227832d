using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Web.Streams;

namespace RecordsManager.Web.Api;

/// <summary>May each participant be captured now? By asking (with an ETag) or by listening (server-sent events); both give the same JSON.</summary>
internal static class CaptureDecisionApi
{
    public static void MapCaptureDecision(this RouteGroupBuilder calls) =>
        calls.MapGet("/{call}/capture-decision", Decide).WithName("CaptureDecision").Produces<IReadOnlyList<CaptureRow>>(contentType: "application/json", additionalContentTypes: EventStream.ContentType);

    /// <summary>May each participant be captured now, and why? With <c>Accept: text/event-stream</c> an event at once and one for each change.</summary>
    private static async Task<IResult> Decide(string call, HttpContext http, IMediator mediator, IOptions<JsonOptions> json, CaptureStreams streams, ICurrentActor actor, CancellationToken ct)
    {
        var decided = await mediator.Send(new CaptureDecision.Query(CallsApi.Recording(call)), ct);
        if (decided.Error is { } error)
        {
            return error.ToProblem();
        }

        var version = CaptureVersion.Of(decided.Value, json.Value.SerializerOptions);
        if (http.Request.GetTypedHeaders().Accept.Any(a => a.MediaType == EventStream.ContentType))
        {
            return streams.Open(http, actor.Organization, CallsApi.Recording(call), version);
        }

        http.Response.Headers.ETag = $"\"{version.Id}\"";
        return http.Request.Headers.IfNoneMatch.Any(tag => tag is not null && tag.Contains(version.Id, StringComparison.Ordinal))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(version.Json, "application/json; charset=utf-8");
    }
}

/// <param name="Presence">expected, present or left.</param>
/// <param name="MayCapture">Of any medium.</param>
/// <param name="Model">The strictest rule that applies.</param>
/// <param name="Rule">The jurisdiction that made it so.</param>
/// <param name="Reasons">The codes of <paramref name="Because"/>.</param>
/// <param name="Purposes">What the media may be used for.</param>
/// <param name="Actions">deliver-notice, reissue-notice, request-consent, request-guardian-consent, offer-unrecorded-channel.</param>
internal sealed record CaptureRow(
    string Participant, string Presence, bool MayCapture, IReadOnlyList<CaptureMediumRow> Media, string Model, string Rule, string RulePack, RequirementRow Requirement,
    IReadOnlyList<string> Reasons, IReadOnlyList<ReasonRow> Because, IReadOnlyList<string> Purposes, IReadOnlyList<string> Actions)
{
    public static CaptureRow Of(CaptureDecision.Row row) => new(
        row.Participant.ToString(), Words.Of(row.Presence), row.MayCapture, [.. row.Media.Select(m => new CaptureMediumRow(m.Medium, m.MayCapture, Words.Of(m.Action)))],
        Words.Of(row.Model), row.Rule, row.RulePack, new RequirementRow(Words.Of(row.Requirement.Notice), Words.Of(row.Requirement.Answer), Words.Of(row.Requirement.When)),
        row.Reasons, [.. row.Because.Select(b => new ReasonRow(b.Code, b.Jurisdiction, b.Citation, b.CausedBy?.ToString()))], row.Purposes, row.Actions);
}

/// <param name="Medium">audio, video or screen.</param>
/// <param name="Action">start, pause, exclude-track or stop: a state, so that carrying it out twice is carrying it out.</param>
internal sealed record CaptureMediumRow(string Medium, bool MayCapture, string Action);

/// <param name="Notice">none, told or told-on-recording.</param>
/// <param name="Answer">none, acknowledgement or opt-in.</param>
/// <param name="When">before-capture or before-use.</param>
internal sealed record RequirementRow(string Notice, string Answer, string When);

/// <param name="CausedBy">The participant whose place or answer it is.</param>
internal sealed record ReasonRow(string Code, string? Jurisdiction, string? Citation, string? CausedBy);

/// <summary>What is sent, and its name: the same decision has the same name on every node.</summary>
/// <param name="ChangesAt">Then it may change by itself.</param>
internal sealed record CaptureVersion(string Id, byte[] Json, bool IsOver, DateTimeOffset? ChangesAt)
{
    public static CaptureVersion Of(CaptureDecision.View view, JsonSerializerOptions options)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(view.Participants.Select(CaptureRow.Of).ToList(), options);
        return new CaptureVersion(Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 10)), json, view.IsOver, view.ChangesAt);
    }
}
