using System.Buffers;
using System.Security.Cryptography;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Storage.Floe;

/// <summary>
/// Encrypts a stream of unknown length, one segment in memory. A segment goes out when more follows it; what is left at
/// the end is the last one, never empty except in an empty object.
/// </summary>
internal sealed class FloeWriter : IDisposable
{
    internal const int NonceLength = 12;

    private readonly FloeParameters _parameters;
    private readonly IBlobWriter _destination;
    private readonly FillRandom _random;
    private readonly SecretKey _messageKey;
    private readonly FloeSegmentCipher _cipher;
    private readonly byte[] _header = new byte[FloeParameters.HeaderLength];
    private readonly byte[] _plain;
    private readonly byte[] _sealed;
    private int _filled;
    private long _segment;
    private State _state;

    /// <param name="random">The source of IVs; only known-answer tests replace it.</param>
    internal FloeWriter(
        FloeParameters parameters, SecretKey dataKey, ReadOnlyMemory<byte> associatedData, IBlobWriter destination, FillRandom? random = null)
    {
        _parameters = parameters;
        _destination = destination;
        _random = random ?? RandomNumberGenerator.Fill;
        var iv = _header.AsMemory(FloeParameters.EncodedLength, FloeParameters.IvLength);
        _random(iv.Span);
        parameters.Encode(_header);
        var kdf = new FloeKdf(parameters, iv, associatedData);
        kdf.HeaderTag(dataKey).CopyTo(_header, FloeParameters.EncodedLength + FloeParameters.IvLength);
        _messageKey = kdf.MessageKey(dataKey);
        _cipher = new FloeSegmentCipher(kdf, _messageKey);
        _plain = ArrayPool<byte>.Shared.Rent(parameters.PlainSegmentLength);
        _sealed = ArrayPool<byte>.Shared.Rent(parameters.SegmentLength);
    }

    internal delegate void FillRandom(Span<byte> destination);

    private enum State
    {
        New,
        Writing,
        Busy,
        Finished,
        Disposed,
    }

    internal long CipherLength { get; private set; }

    internal async ValueTask Write(ReadOnlyMemory<byte> plaintext, CancellationToken ct)
    {
        ThrowUnlessOpen();
        while (!plaintext.IsEmpty)
        {
            if (_filled == _parameters.PlainSegmentLength)
            {
                await SealSegment(_plain.AsMemory(0, _filled), last: false, ct);
            }

            if (_filled == 0 && plaintext.Length > _parameters.PlainSegmentLength)
            {
                await SealSegment(plaintext[.._parameters.PlainSegmentLength], last: false, ct); // where it lies: more of it follows
                plaintext = plaintext[_parameters.PlainSegmentLength..];
                continue;
            }

            var taken = Math.Min(plaintext.Length, _parameters.PlainSegmentLength - _filled);
            plaintext[..taken].CopyTo(_plain.AsMemory(_filled));
            _filled += taken;
            plaintext = plaintext[taken..];
        }
    }

    internal async ValueTask Finish(CancellationToken ct)
    {
        await SealSegment(_plain.AsMemory(0, _filled), last: true, ct);
        _state = State.Finished;
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _messageKey.Dispose();
        if (_state == State.Disposed)
        {
            return;
        }

        _state = State.Disposed;
        CryptographicOperations.ZeroMemory(_plain.AsSpan(0, _parameters.PlainSegmentLength));
        ArrayPool<byte>.Shared.Return(_plain);
        ArrayPool<byte>.Shared.Return(_sealed);
    }

    private async ValueTask SealSegment(ReadOnlyMemory<byte> plain, bool last, CancellationToken ct)
    {
        ThrowUnlessOpen();
        var isFirst = _state == State.New;
        _state = State.Busy;
        if (isFirst)
        {
            await Append(_header, ct);
        }

        var length = SealInto(plain.Span, _sealed, last);
        await Append(_sealed.AsMemory(0, length), ct);
        _segment++;
        _filled = 0;
        _state = State.Writing;
    }

    /// <summary>After a failed append the stream stays broken: sealing a position again would encrypt it twice.</summary>
    private void ThrowUnlessOpen()
    {
        if (_state is not (State.New or State.Writing) || _segment == FloeParameters.MaxSegments)
        {
            throw new InvalidOperationException("The encrypted stream is finished or broken.");
        }
    }

    private int SealInto(ReadOnlySpan<byte> plain, Span<byte> destination, bool last)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        _random(nonce);
        var length = plain.Length + FloeParameters.SegmentOverhead;
        _cipher.Seal(_segment, last, plain, nonce, destination[..length]);
        return length;
    }

    private async ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await _destination.Append(bytes, ct);
        CipherLength += bytes.Length;
    }
}
