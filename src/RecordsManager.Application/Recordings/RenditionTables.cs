using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// Tables of contents as they were read last: that of a long recording takes longer to read than a segment does to decrypt. An object
/// never changes, so neither does its table. Whether it may be played is asked before, each time, and stands nowhere in here.
/// </summary>
internal sealed class RenditionTables(TimeProvider clock)
{
    private const int Most = 64;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<MediaObjectId, (Rendition Table, DateTimeOffset Until)> _tables = new();

    /// <returns>Null where no derivative of the recording has this object.</returns>
    public async ValueTask<Rendition?> Of(IReadDb db, RecordingId recording, MediaObjectId id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_tables.TryGetValue(id, out var known) && now < known.Until)
        {
            return known.Table;
        }

        var contents = await db.Derivatives.Where(d => d.Recording == recording && d.Object == id).Select(d => d.Contents).FirstOrDefaultAsync(ct);
        if (contents is null)
        {
            return null;
        }

        Forget(now);
        var table = RenditionJson.Read(contents);
        _tables[id] = (table, now + Kept);
        return table;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in _tables.Where(t => t.Value.Until <= now))
        {
            _tables.TryRemove(old);
        }

        if (_tables.Count >= Most)
        {
            _tables.Clear();
        }
    }
}
