using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>
/// The server is killed without warning, again and again, and PostgreSQL restarted, while calls come in, keys are rotated and
/// people are erased, all at once. Four times in every run, as often as RECORDS_CHAOS_KILLS says by hand; afterwards every byte and every key is looked at.
/// </summary>
public sealed class SurvivingChaos
{
    private const string PersonsOf = "select p.person_id from participants p join recordings r on r.id = p.recording_id where r.external_id = ";

    private readonly int _kills = Number("RECORDS_CHAOS_KILLS") ?? 4;
    private readonly Dice _dice;

    public SurvivingChaos()
    {
        var seed = (uint)(Number("RECORDS_TEST_SEED") ?? RandomNumberGenerator.GetInt32(1, int.MaxValue));
        Say($"Again with RECORDS_TEST_SEED={seed}");
        _dice = new Dice(seed);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_ingest_rotation_and_erasure_loses_nothing_and_leaves_nothing_half_done()
    {
        await using var cluster = await StoppableCluster.Create();
        await using var product = await RunningProduct.Start(cluster: cluster);
        var client = new StubbornClient(product);
        List<string> calls = [];
        List<Guid> erased = [];
        Dictionary<string, string> deliveries = [];
        Queue<string> settled = new(["chaos-0"]);
        calls.Add("chaos-0");
        deliveries["chaos-0"] = await Deliver(client, "chaos-0");
        await Settle(client, deliveries);
        for (var (kill, round) = (0, 0); kill < _kills; round++)
        {
            var call = $"chaos-{calls.Count}";
            calls.Add(call);
            var delivering = Deliver(client, call);
            var rotating = client.TryPost("/api/v1/keys/rotate", new { });
            var erasing = settled.TryDequeue(out var oldest) ? Erase(product, client, oldest, erased) : Task.CompletedTask;
            await Kill(product, ++kill, within: 2500);
            await rotating;
            rotating = client.TryPost("/api/v1/keys/rotate", new { }); // goes on where the first was killed: this one often gets to its end
            if (round % 3 == 1)
            {
                await Restart(cluster, within: 2000);
            }

            await Kill(product, ++kill, within: 5000);
            deliveries[call] = await delivering;
            await Task.WhenAll(rotating, erasing);
            if (round % 4 == 3)
            {
                await Settle(client, deliveries); // so that there is somebody to erase
                calls.TakeLast(4).ToList().ForEach(settled.Enqueue);
            }
        }

        await Settle(client, deliveries);
        await product.Post("/api/v1/keys/rotate", new { }); // ends one that was interrupted
        await Until(product, "select count(*) from erasure_requests where state not in ('Redacted', 'Completed')", 0);
        Say($"{_kills} kills, {calls.Count} calls, {erased.Count} persons erased");
        await EveryObjectIsWholeOrErased(product, calls, erased);
        await NoKeyIsHalfRotated(product);
        Say($"{await StorageFolder.HoldsNoOrphan(product)} objects, no orphan");
    }

    private static async Task<string> Deliver(StubbornClient client, string call)
    {
        List<(string, string)> uploads = [];
        foreach (var (name, bytes) in WeriftCall.Files(call, Alone(call)))
        {
            uploads.Add((name, await client.Upload(bytes)));
        }

        return await client.Deliver("manifest", call, uploads);
    }

    private static async Task Settle(StubbornClient client, Dictionary<string, string> deliveries)
    {
        foreach (var (call, delivery) in deliveries)
        {
            var settled = await client.Until($"/api/v1/deliveries/{delivery}", d => d.GetProperty("status").GetString() is "complete" or "failed");
            Assert.True(settled.GetProperty("status").GetString() == "complete", $"{call}: {settled.GetRawText()}");
        }
    }

    /// <summary>Each call has people of its own, so that whoever is erased is missing from one call only.</summary>
    private static Action<System.Text.Json.Nodes.JsonObject> Alone(string call) => manifest =>
    {
        foreach (var participant in manifest["participants"]!.AsArray())
        {
            participant!["identity"] = $"{participant["identity"]} of {call}";
        }
    };

    private static async Task Erase(RunningProduct product, StubbornClient client, string call, List<Guid> erased)
    {
        var people = await product.Database.Ask<Guid>($"{PersonsOf}'{call}' order by 1");
        if (people.Count > 0)
        {
            await client.MustPost("/api/v1/erasure-requests", new { person = new Domain.People.PersonId(people[0]).ToString() });
            erased.Add(people[0]);
        }
    }

    /// <summary>Behind the running server's back, with its database, storage and keys.</summary>
    private static async Task EveryObjectIsWholeOrErased(RunningProduct product, IReadOnlyList<string> calls, IReadOnlyList<Guid> erased)
    {
        var organization = new OrganizationId((await product.Database.Ask<Guid>("select id from organizations")).Single());
        await using var services = Workbench.Compose(product.Database, product.DataFolder, new FakeClock(TimeProvider.System.GetUtcNow()));
        var vault = services.GetRequiredService<IObjectVault>();
        var (whole, gone) = (0, 0);
        foreach (var call in calls)
        {
            var sent = WeriftCall.Files(call).Select(f => Convert.ToHexStringLower(SHA256.HashData(f.Bytes))).ToHashSet(StringComparer.Ordinal);
            var tracks = await product.Database.Ask<string>($"select t.object_id || ' ' || t.state || ' ' || p.person_id from tracks t join participants p on p.id = t.participant_id join recordings r on r.id = t.recording_id where r.external_id = '{call}'");
            Assert.Equal(WeriftCall.Tracks, tracks.Count);
            foreach (var track in tracks.Select(t => t.Split(' ')))
            {
                var id = new MediaObjectId(Guid.Parse(track[0]));
                if (erased.Contains(Guid.Parse(track[2])))
                {
                    Assert.Equal("Erased", track[1]);
                    await Assert.ThrowsAsync<ObjectUnreadableException>(() => vault.Open(organization, id, Ct));
                    gone++;
                    continue;
                }

                await using var reader = await vault.Open(organization, id, Ct);
                var bytes = new byte[reader.Length];
                Assert.Equal(bytes.Length, await reader.Read(0, bytes, Ct));
                Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(bytes)), sent);
                whole++;
            }
        }

        Say($"{whole} tracks whole to the byte, {gone} of erased persons unreadable");
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Application.Pipeline.ICurrentActor>().Enter(organization, "usr_test", Roles.Of(Roles.Admin));
        var scrubbed = (await scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(new ScrubLedger.Command(), Ct)).Value;
        Assert.Empty(scrubbed.Findings);
        Say($"ledger: {scrubbed.Entries} entries, no finding");
    }

    private static async Task NoKeyIsHalfRotated(RunningProduct product)
    {
        var epoch = Assert.Single(await product.Database.Ask<int>("select epoch from kek_epochs"));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(product.DataFolder, "keys"), "*.kek", SearchOption.AllDirectories));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:D6}.kek"), Path.GetFileName(file));
        Assert.Equal([epoch], await product.Database.Ask<int>("select distinct epoch from person_keys"));
        Say($"one KEK, epoch {epoch}, and everything under it");
    }

    private static async Task Until(RunningProduct product, string sql, long expected)
    {
        for (var attempt = 0; (await product.Database.Ask<long>(sql)).Single() != expected; attempt++)
        {
            Assert.True(attempt < 600, sql);
            await Task.Delay(100, Ct);
        }
    }

    private async Task Restart(StoppableCluster cluster, int within)
    {
        await Task.Delay(_dice.Below(within), Ct);
        await cluster.Stop();
        await cluster.Start();
        Say($"PostgreSQL restarted");
    }

    private async Task Kill(RunningProduct product, int number, int within)
    {
        var delay = _dice.Below(within);
        await Task.Delay(delay, Ct);
        await product.Kill();
        var progress = await product.Database.Ask<string>(
            """
            select (select count(*) from uploads) || ' uploads; deliveries ' || (select coalesce(string_agg(n || ' ' || state, ', '), 'none') from (select state, count(*) n from deliveries group by 1) d) ||
              '; epochs ' || (select string_agg(epoch::text, ' ' order by epoch) from kek_epochs) || '; erasures ' || (select coalesce(string_agg(n || ' ' || state, ', '), 'none') from (select state, count(*) n from erasure_requests group by 1) e) ||
              '; unattached objects ' || (select count(*) from media_objects where not is_attached)
            """);
        Say($"kill {number} after {delay} ms: {progress[0]}");
        await product.Serve();
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : null;

    private static void Say(FormattableString figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
