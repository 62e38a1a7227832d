using RecordsManager.Application.Recordings;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>A plain file as the vault would read it, with the faults that storage can have.</summary>
public sealed class FileMedia(string path) : IObjectReader
{
    private readonly FileStream _file = File.OpenRead(path);

    public string Path => path;

    public long Length => _file.Length;

    /// <summary>Reading at or after this byte fails.</summary>
    public long BrokenFrom { get; init; } = long.MaxValue;

    public Exception Fault { get; init; } = new ObjectUnreadableException(UnreadableReason.Damaged);

    /// <summary>Reading at or after this byte never returns.</summary>
    public long StalledFrom { get; init; } = long.MaxValue;

    /// <summary>The object says it is longer than it is.</summary>
    public long EndsAt { get; init; } = long.MaxValue;

    /// <summary>Blocks are no larger than this, each after <see cref="Pause"/>.</summary>
    public int Block { get; init; } = int.MaxValue;

    public TimeSpan Pause { get; init; }

    public async ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        if (offset >= StalledFrom)
        {
            await Task.Delay(Timeout.Infinite, ct);
        }

        if (offset >= BrokenFrom)
        {
            throw Fault;
        }

        if (Pause > TimeSpan.Zero)
        {
            await Task.Delay(Pause, ct);
        }

        var limit = new[] { BrokenFrom, StalledFrom, EndsAt }.Min() - offset;
        var length = (int)Math.Max(0, Math.Min(Math.Min(buffer.Length, Block), limit));
        return await RandomAccess.ReadAsync(_file.SafeFileHandle, buffer[..length], offset, ct);
    }

    public Task CopyTo(long offset, long length, Stream destination, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
