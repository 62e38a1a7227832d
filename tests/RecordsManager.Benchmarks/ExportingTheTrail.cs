using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using RecordsManager.ProductSupport;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Benchmarks;

/// <summary>
/// What it costs to take a large ledger out of the running product over HTTP, in each form that streams: seconds, and the most
/// memory the server held. Each form has a server of its own, started for it. Next to it PostgreSQL's own COPY of the same rows
/// as CSV. The bundle is then verified as an auditor would, offline. Needs RECORDS_TEST_DB_ADMIN.
/// </summary>
internal static class ExportingTheTrail
{
    public const string Verb = "export";

    public static async Task<int> Run(int entries)
    {
        await using var product = await RunningProduct.Start();
        var superuser = product.Database.SuperuserConnectionString;
        var (organization, origin) = await Ledger(superuser);
        var notice = await Publish(product.Http);
        await product.Kill(); // nobody else appends meanwhile
        await ConsentEntries.Load(superuser, organization, origin, notice, entries);
        var copied = await Copied(superuser, organization);
        await Say(string.Create(CultureInfo.InvariantCulture, $"{entries} entries as CSV by COPY of PostgreSQL: {copied:0.0} s"));
        var file = Path.Combine(product.DataFolder, "taken-out");
        foreach (var format in new[] { "jsonl", "csv", "bundle" })
        {
            await product.Serve();
            (await product.Http.GetAsync(new Uri("/api/v1/ledger/entries", UriKind.Relative))).EnsureSuccessStatusCode();
            using var stop = new CancellationTokenSource();
            var memory = ProcessMemory.Peak(product.ProcessId, stop.Token);
            var clock = Stopwatch.StartNew();
            await Download(product.Http, $"/api/v1/consent-trail?format={format}", file);
            var seconds = clock.Elapsed.TotalSeconds;
            await stop.CancelAsync();
            var (first, peak) = await memory;
            await Say(string.Create(CultureInfo.InvariantCulture,
                $"{entries} entries as {format} over HTTP: {seconds:0.0} s, {new FileInfo(file).Length / 1e6:0} MB; server's memory before {first}, at its peak {peak}"));
            await product.Kill();
        }

        var verifying = Stopwatch.StartNew();
        var report = BundleVerifier.Verify(file, new BundleTrust(), CancellationToken.None);
        await Say(string.Create(CultureInfo.InvariantCulture, $"that bundle {(report.Verified ? "verified" : "DOES NOT VERIFY")}: {verifying.Elapsed.TotalSeconds:0.0} s"));
        return report.Verified ? 0 : 1;
    }

    private static async Task<(Guid Organization, string Origin)> Ledger(string superuser)
    {
        await using var source = NpgsqlDataSource.Create(superuser);
        await using var command = source.CreateCommand("select organization_id, leaf::json->>'l' from ledger_entries order by index limit 1");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetGuid(0), row.GetString(1));
    }

    /// <returns>SHA-256 of its text.</returns>
    private static async Task<string> Publish(HttpClient http)
    {
        using var drafted = await http.PostAsJsonAsync("/api/v1/notices", new { language = "en", title = "We record this call", body = "Sound and picture are kept for 90 days." });
        var sha256 = (await drafted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sha256").GetString()!;
        (await http.PostAsJsonAsync("/api/v1/notices/en/publish", new { sha256 })).EnsureSuccessStatusCode();
        return sha256;
    }

    private static async Task<double> Copied(string superuser, Guid organization)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        var clock = Stopwatch.StartNew();
        using var rows = await connection.BeginTextExportAsync(
            $"copy (select index, at, kind, object, person, actor, leaf::json->>'d', encode(leaf_hash, 'hex') from ledger_entries where organization_id = '{organization}' order by index) to stdout (format csv)");
        var buffer = new char[1 << 16];
        while (await rows.ReadAsync(buffer) > 0)
        {
            // as the other side of the comparison: read to the end
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static async Task Download(HttpClient http, string address, string file)
    {
        using var response = await http.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var output = File.Create(file);
        await response.Content.CopyToAsync(output);
    }

    private static Task Say(string line) => Console.Out.WriteLineAsync(line);
}
