using System.Text.Json;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>The Janus call whose Bob agrees 12.000 s after its start and withdraws at 30.000 s, each told over the API with its time.</summary>
public sealed class BoundedCall : IAsyncLifetime
{
    private RunningProduct? _product;

    public RunningProduct Product => _product ?? throw new InvalidOperationException("xunit has not initialized the fixture.");

    public string Recording { get; private set; } = "";

    public JsonElement Details { get; private set; }

    public string Id(string name) =>
        Details.GetProperty("participants").EnumerateArray().Single(p => p.GetProperty("displayName").GetString() == name).GetProperty("id").GetString()!;

    public async ValueTask InitializeAsync()
    {
        _product = await RunningProduct.Start();
        Recording = await Announce(Product);
        await Product.Consents(Recording, "Bob Lindqvist", "granted", Truth.SessionStart.AddSeconds(12));
        await Product.Consents(Recording, "Bob Lindqvist", "withdrawn", Truth.SessionStart.AddSeconds(30));
        Assert.Equal(Recording, await Product.Ingested(await Product.DeliverJanusCallA()));
        Details = await Product.Derived(Recording);
    }

    public ValueTask DisposeAsync() => _product?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>As the sample is announced; Alice and Chandra agreed before it began, Bob has said nothing.</summary>
    internal static async Task<string> Announce(RunningProduct product)
    {
        var recording = (await product.Post("/api/v1/calls", new
        {
            source = "janus",
            externalId = "harbour-lights-2026-11-20",
            conversation = "4401",
            title = "Harbour Lights release planning",
            startsAt = Truth.SessionStart,
        })).GetProperty("id").GetString()!;
        await product.Post($"/api/v1/calls/{recording}/end", new { at = Truth.SessionStart.AddMilliseconds(Truth.Seconds * 1000) });
        foreach (var (identity, name, location) in new[] { ("alice", "Alice Okafor", "GB"), ("bob", "Bob Lindqvist", "SE"), ("chandra", "Chandra Rao", "IN") })
        {
            await product.Post($"/api/v1/calls/{recording}/participants", new { identity, displayName = name, location, at = Truth.SessionStart });
            if (identity != "bob")
            {
                await product.Consents(recording, name, "granted", Truth.SessionStart.AddSeconds(-10));
            }
        }

        return recording;
    }
}
