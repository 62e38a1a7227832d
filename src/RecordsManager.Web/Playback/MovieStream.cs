using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Playback;

/// <summary>The bytes of a <see cref="MovieFile"/>, decrypted as they are read.</summary>
/// <param name="goesOn">Asked with each read.</param>
internal sealed class MovieStream(MovieFile file, Func<MediaObjectId, CancellationToken, ValueTask<IObjectReader>> open, Func<CancellationToken, ValueTask<bool>> goesOn) : Stream
{
    /// <summary>Picture and sound lie in turn.</summary>
    private const int OpenAtOnce = 2;

    private readonly List<(MediaObjectId Source, IObjectReader Reader)> _open = [];

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get; set; }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    /// <exception cref="OperationCanceledException">It may no longer be given.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!await goesOn(cancellationToken))
        {
            throw new OperationCanceledException("What is downloaded may no longer be given.");
        }

        var read = 0;
        while (read < buffer.Length && Position < Length)
        {
            var more = await Next(buffer[read..], cancellationToken);
            Position += more;
            read += more;
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var (_, reader) in _open)
        {
            await reader.DisposeAsync();
        }

        _open.Clear();
        await base.DisposeAsync();
    }

    private async ValueTask<int> Next(Memory<byte> buffer, CancellationToken ct)
    {
        if (Position < file.Head.Length)
        {
            var head = file.Head[(int)Position..];
            var taken = Math.Min(head.Length, buffer.Length);
            head[..taken].CopyTo(buffer);
            return taken;
        }

        var piece = file.Pieces[At(Position)];
        var within = Position - piece.At;
        var reader = await Reader(piece.Object, ct);
        var read = await reader.Read(piece.Offset + within, buffer[..(int)Math.Min(buffer.Length, piece.Length - within)], ct);
        return read > 0 ? read : throw new EndOfStreamException("An object is shorter than its table of contents says.");
    }

    /// <summary>The last piece that does not begin behind it.</summary>
    private int At(long position)
    {
        var (low, high) = (0, file.Pieces.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = file.Pieces[middle].At <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private async ValueTask<IObjectReader> Reader(MediaObjectId source, CancellationToken ct)
    {
        var known = _open.FindIndex(o => o.Source == source);
        if (known >= 0)
        {
            return _open[known].Reader;
        }

        if (_open.Count == OpenAtOnce)
        {
            await _open[0].Reader.DisposeAsync();
            _open.RemoveAt(0);
        }

        var reader = await open(source, ct);
        _open.Add((source, reader));
        return reader;
    }
}
