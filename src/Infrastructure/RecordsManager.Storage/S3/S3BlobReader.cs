using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.S3;

/// <summary>
/// Reads ranges. Whoever reads on where the last read ended gets a window that grows from four segments to sixteen, so that
/// reading all of an object takes a request for each MiB; whoever jumps gets what was asked for and not a byte more.
/// </summary>
internal sealed class S3BlobReader : IBlobReader
{
    internal const int SmallestWindow = 4 * Segment;
    internal const int LargestWindow = 16 * Segment;

    private const int Segment = 65536;
    private const int HeadLength = 74 + Segment; // header and first segment: what opening an object asks for

    private readonly S3Place _place;
    private readonly string _key;
    private readonly byte[] _head;
    private readonly SemaphoreSlim _turn = new(1);
    private byte[]? _window;
    private long _windowAt;
    private int _windowLength;
    private int _nextWindow = SmallestWindow;
    private long _expected;

    private S3BlobReader(S3Place place, string key, long length, byte[] head)
    {
        _place = place;
        _key = key;
        Length = length;
        _head = head;
        _expected = head.Length;
    }

    public long Length { get; }

    /// <summary>One request finds out whether there is an object and how long it is, and brings what every reader reads first.</summary>
    internal static Task<S3BlobReader?> Open(S3Place place, string key, CancellationToken ct) => S3Calls.Do(
        async limit =>
        {
            try
            {
                using var response = await place.Client.GetObjectAsync(Range(place, key, 0, HeadLength), limit);
                var total = response.ContentRange is { } range ? long.Parse(range[(range.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture) : response.ContentLength;
                var head = new byte[Math.Min(HeadLength, total)];
                await response.ResponseStream.ReadExactlyAsync(head, limit);
                return new S3BlobReader(place, key, total, head);
            }
            catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return await S3Metadata.Length(place, key, limit) is { } length ? new S3BlobReader(place, key, length, []) : null; // an empty one has no range
            }
            catch (AmazonS3Exception refused) when (S3Calls.IsMissing(refused))
            {
                return null;
            }
        }, ct);

    public async ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var wanted = (int)Math.Min(buffer.Length, Math.Max(0, Length - offset));
        if (wanted == 0)
        {
            return 0;
        }

        if (offset < _head.Length)
        {
            return Take(_head, 0, _head.Length, offset, buffer[..wanted]);
        }

        // Another reads at this moment: the window is theirs, and this read goes its own way.
        if (!_turn.Wait(0, CancellationToken.None))
        {
            return await Fetch(offset, buffer[..wanted], ct);
        }

        try
        {
            return await ReadThroughWindow(offset, buffer[..wanted], ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return default;
    }

    private async ValueTask<int> ReadThroughWindow(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        if (_window is not null && offset >= _windowAt && offset < _windowAt + _windowLength)
        {
            var taken = Take(_window, _windowAt, _windowLength, offset, buffer);
            _expected = offset + taken;
            return taken;
        }

        if (offset != _expected || buffer.Length >= LargestWindow)
        {
            _nextWindow = SmallestWindow;
            _expected = offset + buffer.Length;
            return await Fetch(offset, buffer, ct);
        }

        _windowLength = 0; // a fetch that fails leaves no window
        _window ??= GC.AllocateUninitializedArray<byte>(LargestWindow);
        var length = (int)Math.Min(Math.Max(_nextWindow, buffer.Length), Length - offset);
        (_windowAt, _windowLength) = (offset, await Fetch(offset, _window.AsMemory(0, length), ct));
        _nextWindow = Math.Min(_nextWindow * 2, LargestWindow);
        var read = Take(_window, _windowAt, _windowLength, offset, buffer);
        _expected = offset + read;
        return read;
    }

    private Task<int> Fetch(long offset, Memory<byte> buffer, CancellationToken ct) => S3Calls.Do(
        async limit =>
        {
            using var response = await _place.Client.GetObjectAsync(Range(_place, _key, offset, buffer.Length), limit);
            await response.ResponseStream.ReadExactlyAsync(buffer, limit);
            return buffer.Length;
        }, ct);

    private static int Take(byte[] from, long at, int length, long offset, Memory<byte> buffer)
    {
        var skip = (int)(offset - at);
        var taken = Math.Min(length - skip, buffer.Length);
        from.AsMemory(skip, taken).CopyTo(buffer);
        return taken;
    }

    private static GetObjectRequest Range(S3Place place, string key, long offset, int length) =>
        new() { BucketName = place.Bucket, Key = key, ByteRange = new ByteRange(offset, offset + length - 1) };
}
