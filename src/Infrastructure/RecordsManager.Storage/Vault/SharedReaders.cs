using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Storage.Vault;

/// <summary>
/// Readers that are lent to whoever asks for the same object within two seconds, because opening one costs more than the segment that is
/// asked for. The only place that keeps an unwrapped key between two requests: for that long, for so many objects, and for none when
/// anybody was erased, on any node, since the object's row was read, or while nobody would tell.
/// </summary>
internal sealed class SharedReaders(IChangeFeed feed, TimeProvider clock) : IDisposable
{
    internal const int Most = 64;

    internal static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(OrganizationId Organization, MediaObjectId Id), Shared> _shared = [];
    private int _drops;

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _shared.Count;
            }
        }
    }

    /// <summary>To be read before the object's row is: what was erased or destroyed after it is not missed.</summary>
    /// <param name="keksDestroyed">How many KEKs this node has destroyed.</param>
    internal Mark Now(int keksDestroyed) => new(feed.ErasureMark, Volatile.Read(ref _drops), keksDestroyed);

    /// <summary>Null: it has to be opened.</summary>
    internal IObjectReader? Find(OrganizationId organization, MediaObjectId id, int keksDestroyed)
    {
        Shared? old = null;
        lock (_gate)
        {
            if (!_shared.TryGetValue((organization, id), out var shared))
            {
                return null;
            }

            if (IsGood(shared, keksDestroyed))
            {
                return shared.Lend();
            }

            _shared.Remove((organization, id));
            old = shared;
        }

        old.End();
        return null;
    }

    /// <param name="before">Of before the object's row was read.</param>
    /// <returns>The reader for this caller; it ends with the last who has it once it is lent to nobody any more.</returns>
    internal IObjectReader Share(OrganizationId organization, MediaObjectId id, ObjectReader reader, Mark before)
    {
        var shared = new Shared(reader, before, clock.GetTimestamp());
        lock (_gate)
        {
            // Another may have opened it at the same time: theirs is the one that is kept.
            if (before.Erasures is null || Volatile.Read(ref _drops) != before.Drops || !_shared.TryAdd((organization, id), shared))
            {
                return reader;
            }

            // a timer each, so that the key of what nobody asks for again goes too
            shared.Timer = clock.CreateTimer(_ => Drop((key, kept) => kept == shared), null, GoodFor, Timeout.InfiniteTimeSpan);
            var lent = shared.Lend();
            if (_shared.Count > Most)
            {
                var oldest = _shared.MinBy(s => s.Value.At);
                _shared.Remove(oldest.Key);
                oldest.Value.End();
            }

            return lent;
        }
    }

    /// <summary>Objects that are destroyed: what is opened at this moment is not kept either.</summary>
    internal void Drop(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects)
    {
        Interlocked.Increment(ref _drops);
        Drop((key, _) => key.Organization == organization && objects.Contains(key.Id));
    }

    /// <summary>With the server.</summary>
    public void Dispose() => Drop((_, _) => true);

    internal void DropRevoked() => Drop((_, shared) => shared.Reader.IsRevoked);

    private void Drop(Func<(OrganizationId Organization, MediaObjectId Id), Shared, bool> which)
    {
        lock (_gate)
        {
            foreach (var (key, shared) in _shared.Where(s => which(s.Key, s.Value)).ToList())
            {
                _shared.Remove(key);
                shared.End();
            }
        }
    }

    private bool IsGood(Shared shared, int keksDestroyed) =>
        shared.Before.KeksDestroyed == keksDestroyed && feed.ErasureMark == shared.Before.Erasures && !shared.Reader.IsRevoked && clock.GetElapsedTime(shared.At) < GoodFor;

    /// <param name="Erasures">Null while nobody would tell of one.</param>
    internal readonly record struct Mark(long? Erasures, int Drops, int KeksDestroyed);

    /// <summary>Counts who has it, the register included; the last one closes it.</summary>
    private sealed class Shared(ObjectReader reader, Mark before, long at)
    {
        private int _users = 1;

        public ObjectReader Reader => reader;

        public Mark Before => before;

        public long At => at;

        public ITimer? Timer { get; set; }

        /// <summary>Only while it is in the register.</summary>
        public IObjectReader Lend()
        {
            Interlocked.Increment(ref _users);
            return new Lent(this);
        }

        /// <summary>It is in the register no more.</summary>
        public void End()
        {
            Timer?.Dispose();
            Leave().AsTask().GetAwaiter().GetResult(); // closing a reader waits for nobody
        }

        public ValueTask Leave() => Interlocked.Decrement(ref _users) == 0 ? reader.DisposeAsync() : default;
    }

    private sealed class Lent(Shared shared) : IObjectReader
    {
        private Shared? _shared = shared;

        public long Length => Reader.Length;

        private ObjectReader Reader => (_shared ?? throw new ObjectDisposedException(nameof(IObjectReader))).Reader;

        public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct) => Reader.Read(offset, buffer, ct);

        public Task CopyTo(long offset, long length, Stream destination, CancellationToken ct) => Reader.CopyTo(offset, length, destination, ct);

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _shared, null)?.Leave() ?? default;
    }
}
