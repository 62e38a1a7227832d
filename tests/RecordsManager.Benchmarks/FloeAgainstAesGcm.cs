using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Floe;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Benchmarks;

/// <summary>
/// What random access, commitment and a nonce per segment cost over bare AES-GCM. Memory to memory, so that the disk does
/// not speak; one operation is one segment (64 KiB) or the whole object (64 of them).
/// </summary>
[MemoryDiagnoser]
public class FloeAgainstAesGcm : IDisposable
{
    private const int Segments = 64;

    private readonly byte[] _plaintext = RandomNumberGenerator.GetBytes(Segments * FloeParameters.Ours.PlainSegmentLength);
    private readonly byte[] _segment = new byte[FloeParameters.Ours.PlainSegmentLength];
    private readonly byte[] _sealedSegment = new byte[FloeParameters.Ours.PlainSegmentLength];
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _tag = new byte[16];
    private readonly SecretKey _key = SecretKey.Random();
    private readonly Memo _blob = new();
    private AesGcm _aes = null!;
    private FloeReader _reader = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _aes = new AesGcm(_key.Bytes, 16);
        _aes.Encrypt(_nonce, _plaintext.AsSpan(0, _segment.Length), _sealedSegment, _tag);
        await WriteObject();
        _reader = await FloeReader.Open(_blob, _blob.Length, _key, default, FloeParameters.Accepted, CancellationToken.None);
    }

    [Benchmark(Baseline = true)]
    public void BareAesGcmSegment() => _aes.Decrypt(_nonce, _sealedSegment, _tag, _segment);

    [Benchmark]
    public async Task<int> ReadSegmentAligned() =>
        await _reader.Read(7 * FloeParameters.Ours.PlainSegmentLength, _segment, CancellationToken.None);

    [Benchmark]
    public async Task<int> ReadSegmentAcrossTwo() =>
        await _reader.Read((7 * FloeParameters.Ours.PlainSegmentLength) + 30_000, _segment, CancellationToken.None);

    [Benchmark]
    public Task CopyObject() => _reader.CopyTo(0, _reader.Length, Stream.Null, CancellationToken.None);

    [Benchmark]
    public async Task WriteObject()
    {
        _blob.Clear();
        using var writer = new FloeWriter(FloeParameters.Ours, _key, default, _blob);
        await writer.Write(_plaintext, CancellationToken.None);
        await writer.Finish(CancellationToken.None);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this); // the class stays open: BenchmarkDotNet derives from it
        _reader.Dispose();
        _aes.Dispose();
        _key.Dispose();
    }

    private sealed class Memo : IBlobReader, IBlobWriter
    {
        private readonly byte[] _bytes = new byte[(Segments + 1) * FloeParameters.Ours.SegmentLength];

        public long Length { get; private set; }

        public void Clear() => Length = 0;

        public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            bytes.CopyTo(_bytes.AsMemory((int)Length));
            Length += bytes.Length;
            return default;
        }

        public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
        {
            _bytes.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
            return ValueTask.FromResult(buffer.Length);
        }

        public ValueTask Commit(CancellationToken ct) => default;

        public ValueTask DisposeAsync() => default;
    }
}
