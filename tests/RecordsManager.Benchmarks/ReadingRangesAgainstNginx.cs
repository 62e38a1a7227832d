using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Benchmarks;

/// <summary>
/// Random 64 KiB out of a large object over HTTP: segments of a mix from the running product, each one authorized and every byte
/// authenticated, beside the same ranges of the plaintext from nginx. It is asked by the holder of a share link, whose cookie is verified
/// each time, and with an API key, which is looked up in the database each time. The recording is the sample call; its mix is replaced by
/// bytes of our own. Half of the offsets are aligned to 64 KiB. wrk asks all, in turns, on kept connections; all read from the page cache.
/// Then the same out of 16 MiB. Needs nginx, wrk and RECORDS_TEST_DB_ADMIN.
/// </summary>
internal static class ReadingRangesAgainstNginx
{
    public const string Verb = "ranges";
    private const int Piece = 65536;
    private const int Offsets = 2048;
    private const int Rounds = 5;
    private const int Small = 16;
    private const string Seconds = "3s";

    public static async Task<int> Run(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("records-nginx-").FullName;
        try
        {
            await using var nginx = await Nginx.Start(folder);
            await using var product = await RunningProduct.Start(withSample: true);
            var recording = (await product.Settled(await product.DeliverJanusCallA())).GetProperty("recording").GetString()!;
            await product.Derived(recording);
            var (link, token) = await Share(product, recording);
            foreach (var size in new[] { megabytes, Small })
            {
                var file = Path.Combine(nginx.Files, $"of-{size.ToString(CultureInfo.InvariantCulture)}");
                var offsets = Enumerable.Range(0, Offsets).Select(i => Offset(((long)size << 20) - Piece, aligned: i % 2 == 0)).ToList();
                var session = await Session(product, link, token); // good for five minutes, and wrk renews nothing
                var mix = await Replace(product, recording, file, size, offsets);
                Target[] ours =
                [
                    new("link", $"{product.BaseUrl}/share/{link}/media/mix/{mix}/", $"['Cookie'] = 'rm_share={session}'"),
                    new("key", $"{product.BaseUrl}/recordings/{recording}/media/mix/{mix}/", $"['Authorization'] = 'Bearer {product.ApiKey}'"),
                ];
                var theirs = new Target("nginx", $"{nginx.BaseUrl}/{Path.GetFileName(file)}", null);
                await Compare(product, ours[1], theirs, offsets);
                foreach (var connections in size == megabytes ? new[] { 1, 4, 16 } : [1])
                {
                    await Measure(folder, ours, theirs, offsets, size, connections);
                }
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Link, string Token)> Share(RunningProduct product, string recording)
    {
        var link = await product.Post($"/api/v1/recordings/{recording}/share-links", new { recipient = "Northquay board", sharedBy = "Miriam Falk" });
        return (link.GetProperty("id").GetString()!, new Uri(link.GetProperty("address").GetString()!).AbsolutePath.Split('/')[^1]);
    }

    private static async Task<string> Session(RunningProduct product, string link, string token)
    {
        var cookies = new System.Net.CookieContainer();
        using var recipient = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        using var page = await recipient.GetAsync(new Uri($"{product.BaseUrl}/s/{token}"));
        return cookies.GetCookies(new Uri($"{product.BaseUrl}/share/{link}"))["rm_share"]!.Value;
    }

    private static long Offset(long most, bool aligned)
    {
        var offset = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
        return aligned ? offset % (most / Piece) * Piece : offset % most;
    }

    /// <summary>Writes an object of that size as the product writes a mix, and the same bytes for nginx; the mix's table of contents has the pieces at the offsets.</summary>
    private static async Task<MediaObjectId> Replace(RunningProduct product, string recording, string file, int megabytes, List<long> offsets)
    {
        await using var source = NpgsqlDataSource.Create(product.Database.SuperuserConnectionString);
        var (organization, persons) = await Mix(source, recording);
        var id = MediaObjectId.New(TimeProvider.System.GetUtcNow());
        await using (var services = Workbench.Compose(product.Database, product.DataFolder, TimeProvider.System))
        {
            var spec = new ObjectSpec(id, new OrganizationId(organization), recording, ObjectKind.Mix, [.. persons.Select(p => new PersonId(p))], "bench");
            await using var writer = await services.GetRequiredService<IObjectVault>().Create(spec, CancellationToken.None);
            await using var plain = File.Create(file);
            for (var written = 0; written < megabytes; written++)
            {
                var bytes = RandomNumberGenerator.GetBytes(1 << 20);
                await writer.Body.WriteAsync(bytes);
                await plain.WriteAsync(bytes);
            }

            await writer.Complete(CancellationToken.None);
        }

        var second = 1_000_000_000L;
        var contents = new Rendition("opus", 1000, [.. offsets.Select((offset, i) => new Fragment(offset, Piece, i * second, second))], null, null);
        await using var update = source.CreateCommand(
            """
            with attached as (update media_objects set is_attached = true where id = $1),
                 made as (update derivatives set object_id = $1, contents = $2::jsonb, bytes = $3 where recording_id = $4 and kind = 'Mix')
            select pg_notify('records_changes', $5)
            """);
        update.Parameters.AddWithValue(id.Value);
        update.Parameters.AddWithValue(RenditionJson.Write(contents));
        update.Parameters.AddWithValue((long)megabytes << 20);
        update.Parameters.AddWithValue(Parse(recording).Value);
        update.Parameters.AddWithValue($"{new OrganizationId(organization)}:{recording}");
        await update.ExecuteNonQueryAsync();
        return id;
    }

    private static RecordingId Parse(string recording) => RecordingId.TryParse(recording, out var id) ? id : throw new FormatException(recording);

    private static async Task<(Guid Organization, Guid[] Persons)> Mix(NpgsqlDataSource source, string recording)
    {
        await using var command = source.CreateCommand("select organization_id, persons from derivatives where recording_id = $1 and kind = 'Mix' and not for_recipients");
        command.Parameters.AddWithValue(Parse(recording).Value);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetGuid(0), row.GetFieldValue<Guid[]>(1));
    }

    /// <summary>Both give the same bytes, before it counts how fast.</summary>
    private static async Task Compare(RunningProduct product, Target ours, Target theirs, List<long> offsets)
    {
        for (var i = 0; i < 32; i++)
        {
            using var ranged = new HttpRequestMessage(HttpMethod.Get, theirs.Address);
            ranged.Headers.Range = new(offsets[i], offsets[i] + Piece - 1);
            using var their = await product.Http.SendAsync(ranged);
            var same = await their.Content.ReadAsByteArrayAsync();
            var our = await product.Http.GetByteArrayAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"{ours.Address}{i}.m4s")));
            if (!our.SequenceEqual(same))
            {
                throw new InvalidOperationException("The two do not serve the same bytes.");
            }
        }
    }

    private static async Task Measure(string folder, Target[] ours, Target theirs, List<long> offsets, int megabytes, int connections)
    {
        Target[] all = [theirs, .. ours];
        var asked = all.ToDictionary(t => t, _ => new List<(double Rate, double Latency)>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var target in all)
            {
                var one = await Ask(folder, target, offsets, connections);
                if (round > 0) // what is done once is not measured
                {
                    asked[target].Add(one);
                }
            }
        }

        var (peers, latency) = Medians(asked[theirs]);
        foreach (var target in ours)
        {
            var (mine, within) = Medians(asked[target]);
            await Figures.Say($"64 KiB out of {megabytes} MiB, {connections} connections, {target.Name}: {mine:0}/s, half of them within {within:0.00} ms; nginx {peers:0}/s, {latency:0.00} ms; ranges : nginx = {mine / peers:0.00}, medians of {Rounds} (goal: at least 0.7)");
        }
    }

    private static (double Rate, double Latency) Medians(List<(double Rate, double Latency)> asked) => (asked.Select(a => a.Rate).Median(), asked.Select(a => a.Latency).Median());

    private static async Task<(double Rate, double Latency)> Ask(string folder, Target target, List<long> offsets, int connections)
    {
        var script = Path.Combine(folder, target.Name + ".lua");
        await File.WriteAllTextAsync(script, Script(target, offsets));
        var report = await Figures.Tool("wrk", "-t", "1", "-c", connections.ToString(CultureInfo.InvariantCulture), "-d", Seconds, "-s", script, target.Address);
        var figures = report.Split('\n').Last(line => line.StartsWith("figures ", StringComparison.Ordinal)).Split(' ').Skip(1).Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToList();
        return figures[2] > 0 ? throw new InvalidOperationException($"{target.Name} did not answer every request:\n{report}") : (figures[0], figures[1]);
    }

    private static string Script(Target target, List<long> offsets)
    {
        var script = new StringBuilder("local requests = {}\nfunction init(args)\n");
        for (var i = 0; i < offsets.Count; i++)
        {
            script.Append(target.Header is { } header
                ? string.Create(CultureInfo.InvariantCulture, $"requests[{i + 1}] = wrk.format('GET', '{new Uri(target.Address).AbsolutePath}{i}.m4s', {{{header}}})\n")
                : string.Create(CultureInfo.InvariantCulture, $"requests[{i + 1}] = wrk.format('GET', nil, {{['Range'] = 'bytes={offsets[i]}-{offsets[i] + Piece - 1}'}})\n"));
        }

        return script.Append(
            """
            end
            function request() return requests[math.random(#requests)] end
            function done(summary, latency)
                local e = summary.errors
                io.write(string.format('figures %f %f %d\n', summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
            end
            """).ToString();
    }

    /// <param name="Header">Who asks, in wrk's words. Null where nobody wants to know.</param>
    private sealed record Target(string Name, string Address, string? Header);
}
