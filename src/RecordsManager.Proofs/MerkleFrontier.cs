using System.Numerics;

namespace RecordsManager.Proofs;

/// <summary>The right edge of a growing tree: the roots of its full subtrees, largest first. All that appending and the root need; O(log n) memory.</summary>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> _subtrees;

    public MerkleFrontier()
    {
        _subtrees = [];
    }

    /// <param name="size">Leaves that the tree has.</param>
    /// <param name="subtrees">The hashes of the nodes of <see cref="Of"/>, in that order.</param>
    public MerkleFrontier(long size, IEnumerable<byte[]> subtrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        _subtrees = [.. subtrees];
        if (_subtrees.Count != BitOperations.PopCount((ulong)size) || _subtrees.Exists(hash => hash is not { Length: MerkleTree.HashLength }))
        {
            throw new ArgumentException("A tree of this size has another number of full subtrees at its right edge.", nameof(subtrees));
        }
    }

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>The full subtrees at the right edge of a tree of that size, largest first.</summary>
    public static IReadOnlyList<MerkleNode> Of(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        List<MerkleNode> nodes = [];
        for (var level = 62; level >= 0; level--)
        {
            if (((size >> level) & 1) == 1)
            {
                nodes.Add(new MerkleNode(level, (size >> level) - 1));
            }
        }

        return nodes;
    }

    /// <summary>Adds a leaf and answers the hashes of the full subtrees that it completes, from level 1 upwards: none after every leaf with an even index.</summary>
    public IReadOnlyList<byte[]> Append(byte[] leafHash)
    {
        ArgumentNullException.ThrowIfNull(leafHash);
        List<byte[]> completed = [];
        var hash = leafHash;
        for (var rest = Size; (rest & 1) == 1; rest >>= 1)
        {
            hash = MerkleTree.NodeHash(_subtrees[^1], hash);
            _subtrees.RemoveAt(_subtrees.Count - 1);
            completed.Add(hash);
        }

        _subtrees.Add(hash);
        Size++;
        return completed;
    }

    public byte[] Root() => Size == 0 ? MerkleTree.EmptyRoot() : MerkleProofs.Fold(_subtrees);
}
