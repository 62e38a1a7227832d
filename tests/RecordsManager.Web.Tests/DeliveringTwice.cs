using System.Net;
using System.Text.Json;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>An SFU that is not sure whether a delivery arrived sends it again.</summary>
public sealed class DeliveringTwice : IAsyncLifetime
{
    private RunningProduct _product = null!;
    private string _first = "";
    private string _recording = "";
    private int _objects;

    public async ValueTask InitializeAsync()
    {
        _product = await RunningProduct.Start();
        _first = await _product.DeliverJanusCallA("the-key");
        _recording = await _product.Ingested(_first);
        _objects = await StorageFolder.HoldsNoOrphan(_product);
    }

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Fact]
    public async Task With_the_same_key_is_the_same_delivery()
    {
        var again = await _product.DeliverJanusCallA("the-key");

        Assert.Equal(_first, again);
        await AssertNothingNew();
    }

    [Fact]
    public async Task With_the_same_key_and_the_same_uploads_is_answered_as_before()
    {
        List<(string, string)> uploads = [];
        foreach (var (name, bytes) in WeriftCall.Files("sent-again"))
        {
            uploads.Add((name, await _product.Upload(bytes)));
        }

        using var first = await _product.Deliver("manifest", "lost-answer", uploads);
        using var again = await _product.Deliver("manifest", "lost-answer", uploads);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(await Delivery(first), await Delivery(again));
    }

    [Fact]
    public async Task With_another_key_adds_nothing_to_the_recording()
    {
        var again = await _product.DeliverJanusCallA("another-key");

        Assert.NotEqual(_first, again);
        Assert.Equal(_recording, await _product.Ingested(again));
        await AssertNothingNew();
        Assert.Equal(_objects, await StorageFolder.HoldsNoOrphan(_product));
    }

    [Fact]
    public async Task With_the_same_key_and_other_files_is_refused()
    {
        using var answer = await _product.Deliver("manifest", "the-key", [("manifest.json", await _product.Upload([1]))]);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("delivery.idempotency-key-reused", JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Ten_times_at_once_with_the_same_key_is_one_delivery()
    {
        var sent = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            List<(string, string)> uploads = [];
            foreach (var (name, bytes) in WeriftCall.Files("ten-at-once"))
            {
                uploads.Add((name, await _product.Upload(bytes)));
            }

            using var answer = await _product.Deliver("manifest", "ten-at-once", uploads);
            return (answer.StatusCode, Delivery: answer.IsSuccessStatusCode ? await Delivery(answer) : null);
        }));

        // who loses the race is told to come again
        Assert.True(sent.All(s => s.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK or HttpStatusCode.Conflict), $"{string.Join(' ', sent.Select(s => s.StatusCode))}\n{_product.Log}");
        var delivery = Assert.Single(sent.Select(s => s.Delivery).OfType<string>().Distinct())!;
        var recording = await _product.Ingested(delivery);
        Assert.Equal(WeriftCall.Tracks, (await _product.Json($"/api/v1/recordings/{recording}/tracks")).GetArrayLength());
    }

    private async Task AssertNothingNew()
    {
        Assert.Equal(_recording, await _product.OnlyRecording());
        Assert.Equal(7, (await _product.Json($"/api/v1/recordings/{_recording}/tracks")).GetArrayLength());
        Assert.Equal(Truth.Chat.Count, (await _product.Json($"/api/v1/recordings/{_recording}/chat")).GetArrayLength());
        Assert.Equal(3, (await _product.Participants(_recording)).Count);
    }

    private static async Task<string> Delivery(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("delivery").GetString()!;
}
