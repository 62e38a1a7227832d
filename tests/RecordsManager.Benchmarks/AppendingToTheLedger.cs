using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Ledger;
using RecordsManager.ProductSupport;

namespace RecordsManager.Benchmarks;

/// <summary>
/// Eight writers append to one ledger for a while, one entry a transaction, as the product does it; next to it the same eight
/// connections insert the same rows into a table without a tree. Afterwards every entry is read again. Needs RECORDS_TEST_DB_ADMIN.
/// </summary>
internal static class AppendingToTheLedger
{
    public const string Verb = "ledger";
    private const int Writers = 8;

    public static async Task<int> Run(int seconds)
    {
        await using var bench = await Workbench.Create();
        var appended = await Together(seconds, async () => await bench.In(bench.Organization, async services =>
        {
            var work = services.GetRequiredService<IUnitOfWork>();
            work.Record(new LedgerFact("bench.happened", bench.Organization.ToString(), null, new Dictionary<string, string> { ["n"] = "1" }));
            await work.Commit(CancellationToken.None);
        }));
        var scrubbed = (await bench.Send(new ScrubLedger.Command())).Value;
        await bench.Send(new SignCheckpoint.Command());
        var plain = await Plain(bench.Database.SuperuserConnectionString, seconds);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"appends: {appended / (double)seconds:0}/s with {Writers} writers for {seconds} s; plain insert, one row a transaction: {plain / (double)seconds:0}/s; ratio {appended / (double)plain:0.00}"));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"read again: {scrubbed.Entries} entries, {scrubbed.Findings.Count} findings"));
        return scrubbed.IsClean && scrubbed.Entries == appended ? 0 : 1;
    }

    private static async Task<long> Plain(string connectionString, int seconds)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using (var make = source.CreateCommand("create table bench_plain (id bigint generated always as identity primary key, at timestamptz, kind text, object text, leaf text, leaf_hash bytea)"))
        {
            await make.ExecuteNonQueryAsync();
        }

        var (leaf, hash) = (new string('x', 220), new byte[32]);
        return await Together(seconds, async () =>
        {
            await using var insert = source.CreateCommand("insert into bench_plain (at, kind, object, leaf, leaf_hash) values (now(), 'bench.happened', 'org_1', $1, $2)");
            insert.Parameters.AddWithValue(leaf);
            insert.Parameters.AddWithValue(hash);
            await insert.ExecuteNonQueryAsync();
        });
    }

    private static async Task<long> Together(int seconds, Func<Task> act)
    {
        await act(); // what is done once is not measured
        var done = 0L;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                await act();
                Interlocked.Increment(ref done);
            }
        })));
        return done + 1;
    }
}
