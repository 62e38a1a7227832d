using System.Buffers;
using System.Security.Cryptography;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.Floe;

/// <summary>
/// One caller's way through an object: its own cipher and its own pooled buffers, zeroed where they held plaintext. It opens one segment
/// or two that follow each other: 64 KiB that begin anywhere lie in two, and are one read and one write then.
/// </summary>
internal sealed class FloePass(IBlobReader source, FloeLayout layout, FloeSegmentCipher cipher, Action<FloeSegmentCipher> giveBack, Func<bool> isRevoked) : IDisposable
{
    internal const int AtOnce = 2;

    private readonly byte[] _sealed = ArrayPool<byte>.Shared.Rent(AtOnce * layout.Parameters.SegmentLength);
    private byte[]? _plain;
    private int _filled;

    /// <summary>The plaintext of <paramref name="count"/> segments, valid until the next call.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>> Open(long segment, int count, CancellationToken ct)
    {
        _plain ??= ArrayPool<byte>.Shared.Rent(AtOnce * layout.Parameters.PlainSegmentLength);
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            length += layout.PlainLengthOf(segment + i);
        }

        _filled = Math.Max(_filled, length);
        await Open(segment, count, _plain.AsMemory(0, length), ct);
        return _plain.AsMemory(0, length);
    }

    /// <param name="plaintext">Exactly the segments' plain length.</param>
    internal async ValueTask Open(long segment, int count, Memory<byte> plaintext, CancellationToken ct)
    {
        var last = segment + count - 1;
        var bytes = _sealed.AsMemory(0, (int)(layout.OffsetOf(last) + layout.LengthOf(last) - layout.OffsetOf(segment)));
        ThrowIfRevoked();
        await ReadExactly(source, layout.OffsetOf(segment), bytes, ct);
        for (var i = segment; i <= last; i++)
        {
            ThrowIfRevoked();
            var (length, plain) = (layout.LengthOf(i), layout.PlainLengthOf(i));
            cipher.Open(i, layout.IsLast(i), bytes.Span[..length], plaintext.Span[..plain]);
            (bytes, plaintext) = (bytes[length..], plaintext[plain..]);
        }
    }

    public void Dispose()
    {
        giveBack(cipher);
        ArrayPool<byte>.Shared.Return(_sealed);
        if (_plain is not null)
        {
            CryptographicOperations.ZeroMemory(_plain.AsSpan(0, _filled));
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

    private void ThrowIfRevoked()
    {
        if (isRevoked())
        {
            throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
        }
    }
}
