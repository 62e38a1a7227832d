using System.ComponentModel;
using RecordsManager.Ingest.Tests.Support;
using RecordsManager.TestSupport;

namespace RecordsManager.Ingest.Tests.Generic;

public sealed class GeneratingADeliveryManifest
{
    [Theory]
    [InlineData("janus-call-a", "tracks/manifest.json", "janus")]
    [InlineData("werift-call-c", "manifest.json", "werift")]
    public async Task Writes_exactly_the_deliveries_of_the_fixtures(string fixture, string input, string system)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (_, errors) = await Ffmpeg.Run(
                "node", Path.Combine(Fixtures.Repository, "deploy/tools/make-delivery-manifest.mjs"), Fixtures.At($"{fixture}/{input}"), folder.FullName, system);

            Assert.Equal("", errors);
            foreach (var name in new[] { "manifest.json", "chat.ndjson" })
            {
                var ct = TestContext.Current.CancellationToken;
                Assert.Equal(
                    await File.ReadAllTextAsync(Fixtures.At($"{fixture}/delivery/{name}"), ct),
                    await File.ReadAllTextAsync(Path.Combine(folder.FullName, name), ct));
            }
        }
        catch (Win32Exception)
        {
            Assert.Skip("node is not installed");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
