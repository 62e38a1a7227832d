using System.Buffers;
using System.Security.Cryptography;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Storage.Floe;

/// <summary>One caller's way through an object: its own cipher and its own pooled buffers, zeroed where they held plaintext.</summary>
internal sealed class FloePass(IBlobReader source, FloeLayout layout, FloeKdf kdf, SecretKey messageKey, Func<bool> isRevoked) : IDisposable
{
    private readonly FloeSegmentCipher _cipher = new(kdf, messageKey);
    private readonly byte[] _sealed = ArrayPool<byte>.Shared.Rent(layout.Parameters.SegmentLength);
    private byte[]? _plain;

    /// <summary>The segment's plaintext, valid until the next call.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>> Open(long segment, CancellationToken ct)
    {
        _plain ??= ArrayPool<byte>.Shared.Rent(layout.Parameters.PlainSegmentLength);
        var plain = _plain.AsMemory(0, layout.PlainLengthOf(segment));
        await Open(segment, plain, ct);
        return plain;
    }

    /// <param name="plaintext">Exactly the segment's plain length.</param>
    internal async ValueTask Open(long segment, Memory<byte> plaintext, CancellationToken ct)
    {
        if (isRevoked())
        {
            throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
        }

        var bytes = _sealed.AsMemory(0, layout.LengthOf(segment));
        await ReadExactly(source, layout.OffsetOf(segment), bytes, ct);
        _cipher.Open(segment, layout.IsLast(segment), bytes.Span, plaintext.Span);
    }

    public void Dispose()
    {
        _cipher.Dispose();
        ArrayPool<byte>.Shared.Return(_sealed);
        if (_plain is not null)
        {
            CryptographicOperations.ZeroMemory(_plain.AsSpan(0, layout.Parameters.PlainSegmentLength));
            ArrayPool<byte>.Shared.Return(_plain);
            _plain = null;
        }
    }

    internal static async ValueTask ReadExactly(IBlobReader source, long offset, Memory<byte> bytes, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
        {
            var read = await source.Read(offset, bytes, ct);
            if (read == 0)
            {
                throw new ObjectUnreadableException(UnreadableReason.Damaged);
            }

            offset += read;
            bytes = bytes[read..];
        }
    }
}
