using System.Collections.Concurrent;
using System.Security.Cryptography;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Storage.Floe;

/// <summary>
/// Random access to a FLOE object. Every call makes a pass of its own, so that calls may overlap; a cipher serves one pass at a time.
/// </summary>
internal sealed class FloeReader : IDisposable
{
    private readonly IBlobReader _source;
    private readonly FloeLayout _layout;
    private readonly FloeKdf _kdf;
    private readonly SecretKey _messageKey;
    private readonly ConcurrentStack<FloeSegmentCipher> _idle = new();
    private volatile bool _isRevoked;
    private volatile bool _isDisposed;

    private FloeReader(IBlobReader source, FloeLayout layout, FloeKdf kdf, SecretKey messageKey)
    {
        _source = source;
        _layout = layout;
        _kdf = kdf;
        _messageKey = messageKey;
    }

    internal long Length => _layout.PlainLength;

    internal bool IsRevoked => _isRevoked;

    /// <summary>Verifies the header (which commits to key and associated data) and the last segment (which settles the length).</summary>
    /// <param name="trustedLength">From the database, never from the file.</param>
    internal static async ValueTask<FloeReader> Open(
        IBlobReader source,
        long trustedLength,
        SecretKey dataKey,
        ReadOnlyMemory<byte> associatedData,
        IReadOnlyList<FloeParameters> accepted,
        CancellationToken ct)
    {
        Require(source.Length == trustedLength && trustedLength >= FloeParameters.HeaderLength + FloeParameters.SegmentOverhead);
        var header = new byte[FloeParameters.HeaderLength];
        await FloePass.ReadExactly(source, 0, header, ct);

        var parameters = FloeParameters.Match(header.AsSpan(0, FloeParameters.EncodedLength), accepted);
        var layout = parameters is null ? null : FloeLayout.Of(parameters, trustedLength);
        Require(layout is not null);

        var kdf = new FloeKdf(layout!.Value.Parameters, header.AsMemory(FloeParameters.EncodedLength, FloeParameters.IvLength), associatedData);
        Require(CryptographicOperations.FixedTimeEquals(
            kdf.HeaderTag(dataKey), header.AsSpan(FloeParameters.EncodedLength + FloeParameters.IvLength)));

        var reader = new FloeReader(source, layout.Value, kdf, kdf.MessageKey(dataKey));
        try
        {
            using var pass = reader.NewPass();
            await pass.Open(layout.Value.SegmentCount - 1, 1, ct);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Fills <paramref name="buffer"/> as far as the object goes; whole segments are decrypted in place.</summary>
    internal async ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var wanted = (int)Math.Min(buffer.Length, Math.Max(0, Length - offset));
        if (wanted == 0)
        {
            return 0;
        }

        using var pass = NewPass();
        var free = buffer[..wanted];
        while (!free.IsEmpty)
        {
            ct.ThrowIfCancellationRequested();
            var (segment, skip) = Math.DivRem(offset, _layout.Parameters.PlainSegmentLength);
            var length = _layout.PlainLengthOf(segment);
            int taken;
            if (skip == 0 && free.Length >= length)
            {
                await pass.Open(segment, 1, free[..length], ct);
                taken = length;
            }
            else
            {
                var part = (await pass.Open(segment, 1, ct))[(int)skip..];
                taken = Math.Min(part.Length, free.Length);
                part[..taken].CopyTo(free);
            }

            offset += taken;
            free = free[taken..];
        }

        return wanted;
    }

    internal async Task CopyTo(long offset, long length, Stream destination, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        using var pass = NewPass();
        while (length > 0)
        {
            var (segment, skip) = Math.DivRem(offset, _layout.Parameters.PlainSegmentLength);
            var last = (offset + length - 1) / _layout.Parameters.PlainSegmentLength;
            var part = (await pass.Open(segment, (int)Math.Min(FloePass.AtOnce, last - segment + 1), ct))[(int)skip..];
            var taken = (int)Math.Min(part.Length, length);
            await destination.WriteAsync(part[..taken], ct);
            offset += taken;
            length -= taken;
        }
    }

    /// <summary>From any thread: passes that are under way end before their next segment.</summary>
    internal void Revoke() => _isRevoked = true;

    public void Dispose()
    {
        _isDisposed = true;
        _messageKey.Dispose();
        while (_idle.TryPop(out var cipher))
        {
            cipher.Dispose();
        }
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }
    }

    private FloePass NewPass() => new(_source, _layout, _idle.TryPop(out var idle) ? idle : new FloeSegmentCipher(_kdf, _messageKey), GiveBack, () => _isRevoked);

    private void GiveBack(FloeSegmentCipher cipher)
    {
        _idle.Push(cipher);
        if (_isDisposed && _idle.TryPop(out var late))
        {
            late.Dispose();
        }
    }
}
