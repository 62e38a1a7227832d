using System.Numerics;

namespace RecordsManager.Proofs;

/// <summary>A full subtree: 2^<paramref name="Level"/> leaves from leaf <paramref name="Position"/> · 2^<paramref name="Level"/> on. Level 0 is a leaf's hash.</summary>
public readonly record struct MerkleNode(int Level, long Position)
{
    /// <summary>Index of the subtree's last leaf: once it is written, the node never changes.</summary>
    public long LastLeaf => ((Position + 1) << Level) - 1;
}

/// <summary>Where the hashes of full subtrees are kept.</summary>
public interface IMerkleNodes
{
    /// <summary>The hashes of the nodes, each asked for once; fails when one is not kept.</summary>
    Task<IReadOnlyDictionary<MerkleNode, byte[]>> Read(IReadOnlyCollection<MerkleNode> nodes, CancellationToken ct);
}

/// <summary>Roots and proofs of a tree whose full subtrees are kept (RFC 6962 sections 2.1.1 and 2.1.2). Each reads O(log n) nodes, at once.</summary>
public static class MerkleProofs
{
    /// <summary>The root of the tree of the first <paramref name="size"/> leaves.</summary>
    public static async Task<byte[]> Root(IMerkleNodes nodes, long size, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? MerkleTree.EmptyRoot() : (await Hashes(nodes, [new Range(0, size)], ct).ConfigureAwait(false))[0];
    }

    /// <summary>That leaf <paramref name="index"/> is in the tree of the first <paramref name="size"/> leaves; its sibling first.</summary>
    public static Task<IReadOnlyList<byte[]>> Inclusion(IMerkleNodes nodes, long index, long size, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        List<Range> path = [];
        var tree = new Range(0, size);
        while (tree.Size > 1)
        {
            var (left, right) = tree.Split();
            path.Add(index < right.Start ? right : left);
            tree = index < right.Start ? left : right;
        }

        path.Reverse();
        return Hashes(nodes, path, ct);
    }

    /// <summary>That the tree of the first <paramref name="second"/> leaves begins with the tree of the first <paramref name="first"/>; empty when both are the same.</summary>
    public static Task<IReadOnlyList<byte[]>> Consistency(IMerkleNodes nodes, long first, long second, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        List<Range> path = [];
        var tree = new Range(0, second);
        while (tree.End > first)
        {
            var (left, right) = tree.Split();
            path.Add(first <= right.Start ? right : left);
            tree = first <= right.Start ? left : right;
        }

        if (tree.Start > 0)
        {
            path.Add(tree); // otherwise it is the old tree itself, whose root the verifier has
        }

        path.Reverse();
        return Hashes(nodes, path, ct);
    }

    /// <summary>The root over neighbouring full subtrees, largest first.</summary>
    internal static byte[] Fold(IReadOnlyList<byte[]> subtrees)
    {
        var root = subtrees[^1];
        for (var i = subtrees.Count - 2; i >= 0; i--)
        {
            root = MerkleTree.NodeHash(subtrees[i], root);
        }

        return root;
    }

    private static async Task<IReadOnlyList<byte[]>> Hashes(IMerkleNodes nodes, IReadOnlyList<Range> ranges, CancellationToken ct)
    {
        var parts = ranges.Select(range => range.FullSubtrees()).ToList();
        var needed = parts.SelectMany(part => part).ToHashSet();
        if (needed.Count == 0)
        {
            return [];
        }

        var kept = await nodes.Read(needed, ct).ConfigureAwait(false);
        return [.. parts.Select(part => Fold([.. part.Select(node => kept[node])]))];
    }

    /// <summary>Leaves [Start, End) that are one subtree of the whole: full, or the ragged right edge.</summary>
    private readonly record struct Range(long Start, long End)
    {
        public long Size => End - Start;

        /// <summary>At the largest power of two that is smaller than the size.</summary>
        public (Range Left, Range Right) Split()
        {
            var half = 1L << BitOperations.Log2((ulong)(Size - 1));
            return (this with { End = Start + half }, this with { Start = Start + half });
        }

        public List<MerkleNode> FullSubtrees()
        {
            var start = Start; // a multiple of every full subtree's size that lies in this range
            return [.. MerkleFrontier.Of(Size).Select(node => node with { Position = (start >> node.Level) + node.Position })];
        }
    }
}
