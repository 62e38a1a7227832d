using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Ledger;
using RecordsManager.ProductSupport;
using RecordsManager.Proofs;

namespace RecordsManager.Benchmarks;

/// <summary>
/// How long an inclusion proof takes from a large ledger in PostgreSQL, each verified; next to it the same proof by hashing all
/// leaves again. Needs RECORDS_TEST_DB_ADMIN.
/// </summary>
internal static class ProvingInclusion
{
    public const string Verb = "proof";
    private const int Proofs = 1000;

    public static async Task<int> Run(int entries)
    {
        await using var bench = await Workbench.Create();
        var (hashes, root) = await ConsentEntries.Load(bench.Database.SuperuserConnectionString, bench.Organization.Value, LedgerLeaf.Origin(bench.Organization), ConsentEntries.NoticeSha256, entries);
        var times = new List<double>(Proofs);
        var valid = true;
        await bench.In(bench.Organization, async services =>
        {
            var nodes = services.GetRequiredService<LedgerNodes>();
            for (var i = 0; i < Proofs + 10; i++)
            {
                var index = RandomNumberGenerator.GetInt32(entries);
                var clock = Stopwatch.StartNew();
                var proof = await MerkleProofs.Inclusion(nodes, index, entries, CancellationToken.None);
                valid &= MerkleTree.VerifyInclusion(index, entries, hashes[index], proof, root);
                if (i >= 10)
                {
                    times.Add(clock.Elapsed.TotalMilliseconds);
                }
            }
        });
        times.Sort();
        var again = Stopwatch.StartNew();
        var frontier = new MerkleFrontier();
        foreach (var hash in hashes)
        {
            frontier.Append(hash);
        }

        valid &= frontier.Root().AsSpan().SequenceEqual(root);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"inclusion proof of {entries} entries: median {times[Proofs / 2]:0.00} ms, 99th {times[Proofs * 99 / 100]:0.00} ms, worst {times[^1]:0.00} ms; hashing the whole tree again: {again.Elapsed.TotalMilliseconds:0} ms; {(valid ? "all verified" : "NOT VALID")}"));
        return valid ? 0 : 1;
    }
}
