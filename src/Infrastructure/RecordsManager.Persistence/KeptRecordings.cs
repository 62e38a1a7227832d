using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Retention;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

internal sealed class KeptRecordings(RecordsDb db) : IKeptRecordings
{
    public async Task<IReadOnlyList<Recording>> All(CancellationToken ct) =>
        await db.Set<Recording>().Where(r => r.Organization == db.Organization && r.State == RecordingState.Kept).ToListAsync(ct);

    public async Task<IReadOnlyList<RecordingId>> Due(DateTimeOffset now, CancellationToken ct) =>
        await db.Set<Recording>()
            .Where(r => r.Organization == db.Organization
                && !r.Holds.Any(h => h.ReleasedAt == null)
                && ((r.State == RecordingState.Kept && r.KeepUntil <= now)
                    || (r.State == RecordingState.InBin && r.BinUntil <= now)
                    || (r.State != RecordingState.Destroyed && r.Tracks.Any(t => t.QuarantinedUntil <= now))))
            .OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(ct);
}
