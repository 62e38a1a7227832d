using System.Text.Json;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>The Janus call, announced, agreed to by all three, delivered and derived. Its tests read and change nothing of it.</summary>
public sealed class SampleCall : IAsyncLifetime
{
    private RunningProduct? _product;

    public RunningProduct Product => _product ?? throw new InvalidOperationException("xunit has not initialized the fixture.");

    /// <summary>Through which the product sends.</summary>
    internal MailServer Mail { get; } = new();

    public string Recording { get; private set; } = "";

    public JsonElement Details { get; private set; }

    /// <summary>The moment before the product got its first byte.</summary>
    public DateTime StartedAt { get; private set; }

    public string Id(string name) =>
        Details.GetProperty("participants").EnumerateArray().Single(p => p.GetProperty("displayName").GetString() == name).GetProperty("id").GetString()!;

    public async ValueTask InitializeAsync()
    {
        StartedAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1); // file systems count more coarsely
        _product = await RunningProduct.Start(withSample: true, environment: Mail.Settings);
        Recording = await Product.OnlyRecording();
        await Product.Consents(Recording, "Chandra Rao", "granted");
        Assert.Equal(Recording, await Product.Ingested(await Product.DeliverJanusCallA()));
        Details = await Product.Derived(Recording);
    }

    public async ValueTask DisposeAsync()
    {
        if (_product is not null)
        {
            await _product.DisposeAsync();
        }

        await Mail.DisposeAsync();
    }
}

[CollectionDefinition(nameof(SampleCall))]
public sealed class SampleCallTests : ICollectionFixture<SampleCall>;
