using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using RecordsManager.Proofs;

namespace RecordsManager.Benchmarks;

/// <summary>Consent events as the product writes them, by the million; always the same for the same index.</summary>
internal static class ConsentEntries
{
    /// <summary>A notice that they can name.</summary>
    public static readonly byte[] Notice = "We record this call\nSound and picture are kept for 90 days. You may refuse and stay in the call."u8.ToArray();

    public static readonly string NoticeSha256 = Convert.ToHexStringLower(SHA256.HashData(Notice));

    /// <summary>Behind everything that a product under measurement has written: time never runs backwards in a ledger.</summary>
    public static readonly DateTimeOffset Start = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="notice">SHA-256 of the text that was shown.</param>
    public static Leaf At(string origin, long index, string notice)
    {
        var salt = SHA256.HashData(Encoding.ASCII.GetBytes(index.ToString(CultureInfo.InvariantCulture)));
        var id = Convert.ToHexStringLower(salt.AsSpan(0, 16));
        return new Leaf
        {
            Origin = origin,
            Index = index,
            At = Start.AddMilliseconds(index * 10),
            Kind = "consent.granted",
            Object = "rec_" + id,
            Person = "per_" + id,
            Actor = "key_" + id[..12],
            Commitment = Convert.ToBase64String(salt).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["at"] = Leaf.Time(Start.AddMilliseconds(index * 10)),
                ["event"] = "cev_" + id,
                ["media"] = "audio video screen chat",
                ["method"] = "click",
                ["notice"] = notice,
                ["participant"] = "prt_" + id,
                ["purposes"] = "recording sharing",
            },
        };
    }

    /// <summary>Appends entries to the ledger of an organization by COPY, behind those that are there.</summary>
    /// <returns>The leaf hashes of the whole ledger, and its root.</returns>
    public static async Task<(List<byte[]> Hashes, byte[] Root)> Load(string superuser, Guid organization, string origin, string notice, int entries)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        var frontier = new MerkleFrontier();
        var hashes = await Existing(connection, organization);
        hashes.ForEach(hash => frontier.Append(hash));
        await using var copy = await connection.BeginBinaryImportAsync("copy ledger_entries (organization_id, index, at, kind, object, person, actor, leaf, leaf_hash, subtrees) from stdin (format binary)");
        for (var i = 0; i < entries; i++)
        {
            var leaf = At(origin, hashes.Count, notice);
            var bytes = leaf.Write();
            var hash = MerkleTree.LeafHash(bytes);
            hashes.Add(hash);
            await copy.StartRowAsync();
            await copy.WriteAsync(organization, NpgsqlDbType.Uuid);
            await copy.WriteAsync(leaf.Index, NpgsqlDbType.Bigint);
            await copy.WriteAsync(leaf.At, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(leaf.Kind, NpgsqlDbType.Text);
            await copy.WriteAsync(leaf.Object, NpgsqlDbType.Text);
            await copy.WriteAsync(leaf.Person, NpgsqlDbType.Text);
            await copy.WriteAsync(leaf.Actor, NpgsqlDbType.Text);
            await copy.WriteAsync(Encoding.UTF8.GetString(bytes), NpgsqlDbType.Text);
            await copy.WriteAsync(hash, NpgsqlDbType.Bytea);
            await copy.WriteAsync(frontier.Append(hash).SelectMany(h => h).ToArray(), NpgsqlDbType.Bytea);
        }

        await copy.CompleteAsync();
        return (hashes, frontier.Root());
    }

    private static async Task<List<byte[]>> Existing(NpgsqlConnection connection, Guid organization)
    {
        List<byte[]> hashes = [];
        await using var command = new NpgsqlCommand("select leaf_hash from ledger_entries where organization_id = $1 order by index", connection);
        command.Parameters.AddWithValue(organization);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            hashes.Add(rows.GetFieldValue<byte[]>(0));
        }

        return hashes;
    }
}
