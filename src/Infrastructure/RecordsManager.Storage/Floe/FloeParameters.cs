using System.Buffers.Binary;

namespace RecordsManager.Storage.Floe;

/// <summary>
/// A FLOE parameter set (C2SP FLOE.md): AES-256-GCM, HKDF-Expand-SHA-384, a 32-byte IV. Only the segment length varies;
/// the rotation mask is a constant of the specification, and a parameter here because published vectors shorten it.
/// </summary>
internal sealed record FloeParameters(int SegmentLength, int RotationBits = 20)
{
    internal const int EncodedLength = 10;
    internal const int IvLength = 32;
    internal const int TagLength = 32;
    internal const int HeaderLength = EncodedLength + IvLength + TagLength;

    /// <summary>Each segment's own prefix (4), AES-GCM nonce (12) and tag (16).</summary>
    internal const int SegmentOverhead = 32;

    internal const long MaxSegments = 1L << 40;

    /// <summary>What we write: 0.05 % overhead, and one segment is what a player's range request asks for.</summary>
    internal static FloeParameters Ours { get; } = new(65536);

    /// <summary>What we read. An allow-list, because a header that chose its own sizes would choose our buffers.</summary>
    internal static IReadOnlyList<FloeParameters> Accepted { get; } = [new(4096), Ours, new(1048576)];

    internal int PlainSegmentLength => SegmentLength - SegmentOverhead;

    internal void Encode(Span<byte> destination)
    {
        destination[0] = 0; // AEAD_ID: AES-256-GCM
        destination[1] = 0; // KDF_ID: HKDF-Expand-SHA-384
        BinaryPrimitives.WriteInt32BigEndian(destination[2..], SegmentLength);
        BinaryPrimitives.WriteInt32BigEndian(destination[6..], IvLength);
    }

    internal static FloeParameters? Match(ReadOnlySpan<byte> encoded, IReadOnlyList<FloeParameters> accepted)
    {
        Span<byte> candidate = stackalloc byte[EncodedLength];
        foreach (var parameters in accepted)
        {
            parameters.Encode(candidate);
            if (candidate.SequenceEqual(encoded))
            {
                return parameters;
            }
        }

        return null;
    }
}
