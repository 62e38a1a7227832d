using System.Collections.Concurrent;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Web.Playback;

/// <summary>
/// Files that are given while they are put together. Whether one may still be given is asked anew as soon as anything is told of its
/// recording, and every two seconds: the connection ends where it may not, or where it would be another file.
/// </summary>
public sealed class Downloads(IServiceScopeFactory scopes, IObjectVault vault, IMovieLayout layout, IChangeFeed feed, TimeProvider clock) : IDisposable
{
    /// <summary>Indexes that are kept for whoever goes on with a download; that of an hour has one megabyte for the picture and one for the sound.</summary>
    private const int Most = 4;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(OrganizationId Organization, string Tag), (MovieFile File, long At)> _files = new();
    private readonly SemaphoreSlim _laying = new(1);

    /// <summary>To be read before <see cref="OpenDownload"/> is asked: what changes after it is not missed.</summary>
    public long? Before(ICurrentActor actor, OpenDownload.Query query) => feed.Mark(actor.Organization, query.Recording);

    /// <param name="actor">Who asked; they have been let in.</param>
    /// <param name="opened">What the query was answered with.</param>
    /// <param name="before">What was told of the recording before the query was asked.</param>
    /// <returns>A stream that can be read from any byte. Reading ends with <see cref="OperationCanceledException"/> where the file may no longer be given.</returns>
    public async Task<Stream> Open(ICurrentActor actor, OpenDownload.Query query, OpenDownload.View opened, long? before, CancellationToken ct)
    {
        var (organization, id) = (actor.Organization, actor.Id);
        var permissions = query.Link is null ? new HashSet<Permission> { Permission.RecordingsRead, Permission.RecordingsDownload } : [];
        var file = await File(organization, opened, ct);
        return new MovieStream(file, (source, token) => vault.OpenShared(organization, source, token), new Watch(feed, clock, organization, query.Recording, opened.Until, before, MayGoOn).GoesOn);

        // In a scope of its own: the request's has read already.
        async Task<bool> MayGoOn(CancellationToken token)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ICurrentActor>().Enter(organization, id, permissions);
            var now = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(query, token);
            return !now.Failed && now.Value.Tag == opened.Tag;
        }
    }

    /// <summary>With the server.</summary>
    public void Dispose() => _laying.Dispose();

    /// <summary>One after the other, so that many who go on at once make one index.</summary>
    private async Task<MovieFile> File(OrganizationId organization, OpenDownload.View opened, CancellationToken ct)
    {
        await _laying.WaitAsync(ct);
        try
        {
            foreach (var old in _files.Where(f => clock.GetElapsedTime(f.Value.At) >= Kept))
            {
                _files.TryRemove(old);
            }

            if (_files.TryGetValue((organization, opened.Tag), out var known))
            {
                return known.File;
            }

            var file = await layout.Of(opened.Tracks, opened.FromNs, (source, token) => vault.OpenShared(organization, source, token), ct);
            if (_files.Count >= Most)
            {
                _files.TryRemove(_files.MinBy(f => f.Value.At));
            }

            _files[(organization, opened.Tag)] = (file, clock.GetTimestamp());
            return file;
        }
        finally
        {
            _laying.Release();
        }
    }

    private sealed class Watch(
        IChangeFeed feed, TimeProvider clock, OrganizationId organization, Domain.Recordings.RecordingId recording, DateTimeOffset? until, long? before, Func<CancellationToken, Task<bool>> mayGoOn)
    {
        private long? _before = before;
        private long _asked = clock.GetTimestamp();

        public async ValueTask<bool> GoesOn(CancellationToken ct)
        {
            if (until <= clock.GetUtcNow())
            {
                return false;
            }

            var mark = feed.Mark(organization, recording);
            if (mark is not null && mark == _before && clock.GetElapsedTime(_asked) < RememberedRenditions.GoodFor)
            {
                return true;
            }

            (_before, _asked) = (mark, clock.GetTimestamp());
            return await mayGoOn(ct);
        }
    }
}
