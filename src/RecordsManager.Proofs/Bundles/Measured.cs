using System.Security.Cryptography;

namespace RecordsManager.Proofs.Bundles;

/// <summary>What the container and the manifest say of a file: its length in bytes, check value and SHA-256.</summary>
public sealed record Measure(long Size, uint Crc, string Sha256);

/// <summary>Counts, checks and hashes what is written to it, and passes it on if there is somewhere to.</summary>
public sealed class MeasuringStream(Stream? inner = null) : Stream
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Crc32 _crc = new();
    private long _size;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _size;

    public override long Position
    {
        get => _size;
        set => throw new NotSupportedException();
    }

    public Measure Measure() => new(_size, _crc.Value, Convert.ToHexStringLower(_sha256.GetCurrentHash()));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Count(buffer);
        inner?.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Span);
        return inner?.WriteAsync(buffer, cancellationToken) ?? default;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => inner?.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sha256.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        _size += bytes.Length;
        _crc.Append(bytes);
        _sha256.AppendData(bytes);
    }
}
