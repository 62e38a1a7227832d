using System.Security.Cryptography;
using RecordsManager.Storage.Floe;

namespace RecordsManager.Storage.Vault;

/// <summary>Takes plaintext, forward only: hashes it, counts it and hands it to the encryption in one pass.</summary>
internal sealed class ObjectBody(FloeWriter floe) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _hash.AppendData(buffer.Span);
        _length += buffer.Length;
        await floe.Write(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>For callers that cannot wait otherwise. The file store has finished when it returns; a remote one would block here.</summary>
    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <summary>Nothing to do: a segment goes out when it is full, and durability comes with Complete.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    internal string FinishHash() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>Whoever wraps this stream may close it; what it holds lives on until its writer ends.</summary>
    internal void Release() => _hash.Dispose();
}
