using System.Globalization;
using System.Security.Cryptography;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>The server is killed without warning while bytes arrive, while they are taken in and while derivatives are made.</summary>
public sealed class SurvivingKill9
{
    private const int Kills = 20;

    private readonly Dice _dice;

    public SurvivingKill9()
    {
        var seed = Environment.GetEnvironmentVariable("RECORDS_TEST_SEED") is { Length: > 0 } given
            ? uint.Parse(given, CultureInfo.InvariantCulture)
            : (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        Say($"Again with RECORDS_TEST_SEED={seed}");
        _dice = new Dice(seed);
    }

    [Fact]
    public async Task Twenty_kills_leave_each_call_as_one_whole_recording_and_no_orphan_bytes()
    {
        await using var product = await RunningProduct.Start(withSample: true);
        await product.Consents(await product.OnlyRecording(), "Chandra Rao", "granted");
        var client = new StubbornClient(product);
        Dictionary<string, int> tracks = [];
        for (var kill = 0; kill < Kills;)
        {
            var isFirst = tracks.Count == 0;
            var externalId = $"call-{tracks.Count}";
            if (!isFirst)
            {
                await WeriftCall.Announce(product, externalId);
            }

            var files = isFirst ? Deliveries.JanusCallA.Select(f => (f.Name, File.ReadAllBytes(f.Path))).ToList() : WeriftCall.Files(externalId);
            var delivering = Deliver(client, isFirst ? "janus" : "manifest", externalId, files);
            await Kill(product, ++kill, within: 1000);
            var delivery = await delivering;
            await Kill(product, ++kill, within: 1000);
            var settled = await client.Until($"/api/v1/deliveries/{delivery}", d => d.GetProperty("status").GetString() is "complete" or "failed");
            Assert.True(settled.GetProperty("status").GetString() == "complete", settled.GetRawText());
            var recording = settled.GetProperty("recording").GetString()!;
            tracks.Add(recording, isFirst ? 7 : WeriftCall.Tracks);
            await client.Until($"/api/v1/recordings/{recording}", r => r.GetProperty("derivatives").GetArrayLength() > 0);
            await Kill(product, ++kill, within: 3000);
            await Kill(product, ++kill, within: 3000);
        }

        Assert.Equal(tracks.Count, (await product.Json("/api/v1/recordings")).GetProperty("items").GetArrayLength());
        foreach (var (recording, count) in tracks)
        {
            await AssertWhole(product, recording, count);
        }

        Say($"{tracks.Count} calls, {await StorageFolder.HoldsNoOrphan(product)} objects, no orphan");
    }

    private static async Task<string> Deliver(StubbornClient client, string adapter, string key, IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        List<(string, string)> uploads = [];
        foreach (var (name, bytes) in files)
        {
            uploads.Add((name, await client.Upload(bytes)));
        }

        return await client.Deliver(adapter, key, uploads);
    }

    private static async Task AssertWhole(RunningProduct product, string recording, int tracks)
    {
        var details = await product.Derived(recording);
        Assert.Equal(tracks, (await product.Json($"/api/v1/recordings/{recording}/tracks")).GetArrayLength());
        Assert.All(details.GetProperty("derivatives").EnumerateArray(), d => Assert.Equal("ready", d.GetProperty("state").GetString()));
        Assert.Equal(0, details.GetProperty("failedDerivatives").GetInt32());

        var hls = new Hls(product.Http, $"/recordings/{recording}/media");
        var duration = details.GetProperty("durationMs").GetInt64() / 1000.0;
        foreach (var rendition in details.GetProperty("participants").EnumerateArray().Select(p => p.GetProperty("id").GetString()!).Concat(["mix", "video"]))
        {
            Assert.Equal(duration, (await hls.Rendition(rendition)).Seconds, 0.1);
            await Judge.DecodesWhole(await hls.Whole(rendition));
        }
    }

    private async Task Kill(RunningProduct product, int number, int within)
    {
        var delay = _dice.Below(within);
        await Task.Delay(delay, TestContext.Current.CancellationToken);
        await product.Kill();
        var progress = await product.Database.Ask<string>(
            """
            select (select count(*) from uploads) || ' uploads with ' || (select coalesce(sum("offset"), 0)::bigint from uploads) / 1024 || ' KiB; deliveries ' ||
              (select coalesce(string_agg(state, ' '), 'none') from deliveries) || '; derivatives ready ' ||
              (select count(*) filter (where state = 'Ready') || ' of ' || count(*) from derivatives) || '; unattached objects ' ||
              (select count(*) from media_objects where not is_attached)
            """);
        Say($"kill {number} after {delay} ms: {progress[0]}");
        await product.Serve();
    }

    private static void Say(FormattableString figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
