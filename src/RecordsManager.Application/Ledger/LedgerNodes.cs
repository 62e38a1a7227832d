using Microsoft.EntityFrameworkCore;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>The nodes of the organization's tree: each full subtree's hash stands in the entry that completed it.</summary>
public sealed class LedgerNodes(IReadDb db) : IMerkleNodes
{
    public async Task<IReadOnlyDictionary<MerkleNode, byte[]>> Read(IReadOnlyCollection<MerkleNode> nodes, CancellationToken ct)
    {
        var completing = nodes.Select(n => n.LastLeaf).Distinct().ToList();
        var entries = await db.LedgerEntries.Where(e => completing.Contains(e.Index)).Select(e => new { e.Index, e.LeafHash, e.Subtrees }).ToDictionaryAsync(e => e.Index, ct);
        Dictionary<MerkleNode, byte[]> hashes = [];
        foreach (var node in nodes)
        {
            var start = (node.Level - 1) * MerkleTree.HashLength;
            hashes[node] = entries.TryGetValue(node.LastLeaf, out var entry) && (node.Level == 0 || entry.Subtrees.Length >= start + MerkleTree.HashLength)
                ? node.Level == 0 ? entry.LeafHash : entry.Subtrees.AsSpan(start, MerkleTree.HashLength).ToArray()
                : throw new LedgerBrokenException($"Entry {node.LastLeaf} is not there, or lacks the hash of the subtree that it completes.");
        }

        return hashes;
    }

    public async Task<long> Size(CancellationToken ct) =>
        await db.LedgerEntries.OrderByDescending(e => e.Index).Select(e => (long?)e.Index).FirstOrDefaultAsync(ct) + 1 ?? 0;
}

/// <summary>The ledger is not what was written: nothing is signed and nothing is proved until somebody has looked.</summary>
public sealed class LedgerBrokenException(string message) : Exception(message);
