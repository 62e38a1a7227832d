using System.Numerics;
using System.Security.Cryptography;

namespace RecordsManager.Proofs;

/// <summary>The hashes of RFC 6962 section 2.1 (SHA-256), and what a verifier does with proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2).</summary>
public static class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot() => SHA256.HashData([]);

    /// <summary>SHA-256(0x00 || data)</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256(0x01 || left || right)</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != HashLength || right.Length != HashLength)
        {
            throw new ArgumentException("A node is made of two hashes of 32 bytes.", nameof(left));
        }

        Span<byte> input = stackalloc byte[1 + (2 * HashLength)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashLength)..]);
        return SHA256.HashData(input);
    }

    /// <summary>Whether the leaf stands at <paramref name="index"/> of the tree of <paramref name="size"/> leaves with that root.</summary>
    /// <param name="proof">The sibling of the leaf first.</param>
    public static bool VerifyInclusion(long index, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (index < 0 || index >= size || leafHash.Length != HashLength || !AreHashes(proof))
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leafHash.ToArray());
        foreach (var sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if (IsOdd(node) || node == last)
            {
                hash = NodeHash(sibling, hash);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                hash = NodeHash(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>
    /// Whether the tree of <paramref name="second"/> leaves begins with the tree of <paramref name="first"/> leaves. A first size
    /// of 0 is refused: every tree begins with nothing, so there is nothing to prove.
    /// </summary>
    public static bool VerifyConsistency(long first, long second, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (first <= 0 || second < first || !AreHashes(proof))
        {
            return false;
        }

        if (first == second)
        {
            return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        }

        if (proof.Count == 0 || firstRoot.Length != HashLength)
        {
            return false;
        }

        var startsAtRoot = BitOperations.IsPow2(first); // the old tree is one subtree: its root is known and not in the proof
        var (node, last) = (first - 1, second - 1);
        while (IsOdd(node))
        {
            node >>= 1;
            last >>= 1;
        }

        var old = startsAtRoot ? firstRoot.ToArray() : proof[0];
        var grown = old;
        foreach (var hash in startsAtRoot ? proof : proof.Skip(1))
        {
            if (last == 0)
            {
                return false;
            }

            if (IsOdd(node) || node == last)
            {
                old = NodeHash(hash, old);
                grown = NodeHash(hash, grown);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                grown = NodeHash(grown, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && firstRoot.SequenceEqual(old) && secondRoot.SequenceEqual(grown);
    }

    private static void SkipLevelsWithoutSibling(ref long node, ref long last)
    {
        while (node != 0 && !IsOdd(node))
        {
            node >>= 1;
            last >>= 1;
        }
    }

    private static bool IsOdd(long number) => (number & 1) == 1;

    private static bool AreHashes(IReadOnlyList<byte[]> proof) => proof.All(hash => hash is { Length: HashLength });
}
