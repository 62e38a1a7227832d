using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Api;

/// <summary>
/// The committed description of the API is what the product serves: a difference is a decision. RECORDS_ACCEPT_SNAPSHOT=1
/// writes it anew.
/// </summary>
public sealed class PromisingAnApi
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Serves_the_committed_description()
    {
        await using var product = await RunningProduct.Start();
        var served = JsonNode.Parse(await product.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!.AsObject();
        served.Remove("servers"); // the port of this run
        var now = served.ToJsonString(Readable) + "\n";
        var committed = Path.Combine(Fixtures.Repository, "docs/api/openapi.v1.json");
        if (Environment.GetEnvironmentVariable("RECORDS_ACCEPT_SNAPSHOT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(committed)!);
            await File.WriteAllTextAsync(committed, now, TestContext.Current.CancellationToken);
        }

        Assert.Equal((await File.ReadAllTextAsync(committed, TestContext.Current.CancellationToken)).Split('\n'), now.Split('\n'));
    }
}
