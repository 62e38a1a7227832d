using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
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
        var (root, hashes) = await Load(bench, entries);
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

    /// <summary>Entries as the product writes them, by COPY.</summary>
    private static async Task<(byte[] Root, List<byte[]> Hashes)> Load(Workbench bench, int entries)
    {
        var frontier = new MerkleFrontier();
        List<byte[]> hashes = new(entries);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using var connection = new NpgsqlConnection(bench.Database.SuperuserConnectionString);
        await connection.OpenAsync();
        await using var copy = await connection.BeginBinaryImportAsync("copy ledger_entries (organization_id, index, at, kind, object, person, actor, leaf, leaf_hash, subtrees) from stdin (format binary)");
        for (var index = 0; index < entries; index++)
        {
            var leaf = new Leaf { Origin = LedgerLeaf.Origin(bench.Organization), Index = index, At = start.AddMilliseconds(index), Kind = "consent.granted", Object = "rec_1", Person = "per_1", Actor = "key_1" };
            var bytes = leaf.Write();
            var hash = MerkleTree.LeafHash(bytes);
            hashes.Add(hash);
            await copy.StartRowAsync();
            await copy.WriteAsync(bench.Organization.Value, NpgsqlDbType.Uuid);
            await copy.WriteAsync((long)index, NpgsqlDbType.Bigint);
            await copy.WriteAsync(leaf.At, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(leaf.Kind, NpgsqlDbType.Text);
            await copy.WriteAsync(leaf.Object, NpgsqlDbType.Text);
            await copy.WriteAsync(leaf.Person, NpgsqlDbType.Text);
            await copy.WriteAsync(leaf.Actor, NpgsqlDbType.Text);
            await copy.WriteAsync(System.Text.Encoding.UTF8.GetString(bytes), NpgsqlDbType.Text);
            await copy.WriteAsync(hash, NpgsqlDbType.Bytea);
            await copy.WriteAsync(frontier.Append(hash).SelectMany(h => h).ToArray(), NpgsqlDbType.Bytea);
        }

        await copy.CompleteAsync();
        return (frontier.Root(), hashes);
    }
}
