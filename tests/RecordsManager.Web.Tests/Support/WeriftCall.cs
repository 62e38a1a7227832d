using System.Text.Json.Nodes;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>The real call of another SFU with a generic manifest; under another external id it is another call.</summary>
internal static class WeriftCall
{
    public const int Tracks = 5;

    public static IReadOnlyList<(string Name, byte[] Bytes)> Files(string externalId, Action<JsonObject>? change = null)
    {
        var folder = Fixtures.At("werift-call-c");
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "delivery/manifest.json")))!.AsObject();
        manifest["session"]!["external_id"] = externalId;
        manifest["delivery_id"] = externalId;
        change?.Invoke(manifest);
        return
        [
            .. Deliveries.Files(Path.Combine(folder, "tracks"), _ => true).Select(f => (f.Name, File.ReadAllBytes(f.Path))),
            ("chat.ndjson", File.ReadAllBytes(Path.Combine(folder, "delivery/chat.ndjson"))),
            ("manifest.json", System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString())),
        ];
    }

    /// <summary>As the product around the call would: who joins, and that both agree.</summary>
    /// <returns>The recording.</returns>
    public static async Task<string> Announce(RunningProduct product, string externalId)
    {
        var call = (await product.Post("/api/v1/calls", new { source = "werift", externalId, conversation = "library", title = "Library opening hours", startsAt = "2026-11-20T15:24:03.695Z" })).GetProperty("id").GetString()!;
        foreach (var (identity, displayName) in new[] { ("mira", "Mira Solberg"), ("tomas", "Tomás Rivas") })
        {
            var participant = (await product.Post($"/api/v1/calls/{call}/participants", new { identity, displayName, location = "DE" })).GetProperty("id").GetString();
            await product.Post($"/api/v1/calls/{call}/participants/{participant}/consent", new { kind = "granted", method = "click", language = "en" });
        }

        return call;
    }
}
