using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RecordsManager.Cli.Server;

/// <summary>RFC 9457, with this product's members <c>code</c> and <c>whatToDo</c>.</summary>
internal sealed record Problem(string? Title, string? Detail, string? Code, string? WhatToDo, Dictionary<string, string[]>? Errors)
{
    public static async Task ThrowIfRefused(HttpResponseMessage response, CancellationToken ct)
    {
        Patience.ThrowIfPassing(response);
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var status = $"HTTP {(int)response.StatusCode}";
        var problem = await Read(response, ct);
        if (problem is not null)
        {
            var fields = problem.Errors?.SelectMany(field => field.Value.Select(reason => $"{field.Key}: {reason}")) ?? [];
            var message = string.Join("; ", new[] { problem.Detail ?? problem.Title ?? status }.Concat(fields));
            throw Refusal.Of(problem.Code ?? status, message, problem.WhatToDo ?? Advice(response.StatusCode));
        }

        throw Refusal.Of(status, response.ReasonPhrase, Advice(response.StatusCode));
    }

    private static async Task<Problem?> Read(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return null;
        }

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonSerializer.DeserializeAsync(body, ServerJson.Default.Problem, ct);
        }
        catch (JsonException)
        {
            return null; // a proxy's page under a wrong name: the status has to do
        }
    }

    private static string? Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "check RECORDS_API_KEY: the server does not know this key, or it was revoked.",
        HttpStatusCode.Forbidden => "use an API key whose scopes allow this.",
        HttpStatusCode.NotFound => "check RECORDS_URL and the adapter's name.",
        _ => null,
    };
}

internal sealed record DeliveryRequest(IReadOnlyList<DeliveredUpload> Files);

internal sealed record DeliveredUpload(string Name, string Upload);

internal sealed record DeliveryAnswer(string Delivery, string Status);

internal sealed record DeliveryState(string Id, string Status, string? Recording, int? Attached, int? Expected, DeliveryError? Error);

internal sealed record DeliveryError(string? Code, string? Message, string? WhatToDo);

internal sealed record OpenApiDocument(OpenApiInfo? Info);

internal sealed record OpenApiInfo(string? Version);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(DeliveryRequest))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(DeliveryState))]
[JsonSerializable(typeof(OpenApiDocument))]
[JsonSerializable(typeof(Keys.KeysView))]
[JsonSerializable(typeof(Keys.LinkKeyView))]
[JsonSerializable(typeof(IReadOnlyList<Keys.LinkKeyView>))]
[JsonSerializable(typeof(Keys.RotatedKeys))]
[JsonSerializable(typeof(Keys.SwitchOrder))]
[JsonSerializable(typeof(Keys.SwitchedKeys))]
internal sealed partial class ServerJson : JsonSerializerContext;
