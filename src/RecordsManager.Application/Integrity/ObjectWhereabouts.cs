using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>Which recording an object's bytes belong to, and what the ledger says they are.</summary>
internal sealed class ObjectWhereabouts(IReadDb db)
{
    /// <param name="Recording">Null where the bytes belong to none yet.</param>
    /// <param name="LedgerSha256">Null: the ledger tells nothing of this object.</param>
    public sealed record Found(RecordingId? Recording, string? LedgerSha256);

    public async Task<Found> Of(ObjectRow row, CancellationToken ct)
    {
        var track = await db.Recordings.SelectMany(r => r.Tracks.Where(t => t.Object == row.Id).Select(t => new { Recording = r.Id, Track = t.Id })).FirstOrDefaultAsync(ct);
        if (track is not null)
        {
            return new Found(track.Recording, await InTheLedger(track.Recording, track.Track, ct));
        }

        if (RecordingId.TryParse(row.Owner, out var recording))
        {
            return new Found(recording, null);
        }

        return DeliveryId.TryParse(row.Owner, out var delivery)
            ? new Found(await db.Deliveries.Where(d => d.Id == delivery).Select(d => d.Recording).FirstOrDefaultAsync(ct), null)
            : new Found(null, null);
    }

    /// <summary>What was attached, or what was kept when parts of it were destroyed; the last of them tells.</summary>
    private async Task<string?> InTheLedger(RecordingId recording, TrackId track, CancellationToken ct)
    {
        var (about, name) = (recording.ToString(), track.ToString());
        var entries = await db.LedgerEntries
            .Where(e => e.Object == about && (e.Kind == "track.attached" || e.Kind == "track.part-rejected"))
            .OrderByDescending(e => e.Index)
            .Select(e => e.Leaf)
            .ToListAsync(ct);
        return entries.Select(leaf => LedgerLeaf.Read(leaf).Details)
            .Where(details => details.GetValueOrDefault("track") == name)
            .Select(details => details.GetValueOrDefault("keptSha256") ?? details.GetValueOrDefault("sha256"))
            .FirstOrDefault();
    }
}
