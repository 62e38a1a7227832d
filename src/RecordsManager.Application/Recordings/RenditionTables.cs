using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// Tables of contents as they were read last: that of a long recording takes longer to read than a segment does to decrypt. An object
/// never changes, so neither does its table. Whether it may be played is asked before, each time, and stands nowhere in here.
/// </summary>
internal sealed class RenditionTables(TimeProvider clock)
{
    /// <summary>In all tables together; some 20 MB. A recording of four hours has 10,000 in its picture alone.</summary>
    private const int MostFragments = 400_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock _changing = new();
    private readonly Dictionary<MediaObjectId, (Rendition Table, DateTimeOffset Until)> _tables = [];
    private int _fragments;

    /// <summary>The tables of some objects of one recording, in their order; those that were forgotten are read at once.</summary>
    /// <returns>Null where no derivative of the recording has one of these objects.</returns>
    public async ValueTask<IReadOnlyList<Rendition>?> Of(IReadDb db, RecordingId recording, IReadOnlyList<MediaObjectId> objects, CancellationToken ct)
    {
        var known = Known(objects);
        var unknown = objects.Where(id => !known.ContainsKey(id)).Select(id => (MediaObjectId?)id).ToList();
        if (unknown.Count > 0)
        {
            var read = await db.Derivatives.Where(d => d.Recording == recording && unknown.Contains(d.Object)).Select(d => new { d.Object, d.Contents }).ToListAsync(ct);
            var tables = read.ConvertAll(r => (Id: r.Object!.Value, Table: RenditionJson.Read(r.Contents!)));
            Keep(tables);
            tables.ForEach(t => known[t.Id] = t.Table);
        }

        return objects.All(known.ContainsKey) ? [.. objects.Select(id => known[id])] : null;
    }

    private Dictionary<MediaObjectId, Rendition> Known(IReadOnlyList<MediaObjectId> objects)
    {
        Dictionary<MediaObjectId, Rendition> known = [];
        lock (_changing)
        {
            var now = clock.GetUtcNow();
            foreach (var id in objects)
            {
                if (_tables.TryGetValue(id, out var kept) && now < kept.Until)
                {
                    known[id] = kept.Table;
                }
            }
        }

        return known;
    }

    private void Keep(List<(MediaObjectId Id, Rendition Table)> tables)
    {
        lock (_changing)
        {
            var now = clock.GetUtcNow();
            foreach (var id in _tables.Where(t => t.Value.Until <= now || _fragments > MostFragments).Select(t => t.Key).ToList())
            {
                Forget(id);
            }

            foreach (var (id, table) in tables)
            {
                Forget(id);
                _tables[id] = (table, now + Kept);
                _fragments += table.Fragments.Count;
            }
        }
    }

    private void Forget(MediaObjectId id)
    {
        if (_tables.Remove(id, out var old))
        {
            _fragments -= old.Table.Fragments.Count;
        }
    }
}
