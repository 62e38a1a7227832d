using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>How far the derivatives of a recording are.</summary>
public sealed record DerivativeProgress(int Done, int Total, double Fraction, int Failed)
{
    public bool Ready => Total > 0 && Done == Total;

    public static async Task<IReadOnlyDictionary<RecordingId, DerivativeProgress>> Of(IReadDb db, CancellationToken ct)
    {
        var rows = await db.Derivatives
            .GroupBy(d => d.Recording)
            .Select(g => new
            {
                Recording = g.Key,
                Total = g.Count(),
                Done = g.Count(d => d.State == DerivativeState.Ready),
                Failed = g.Count(d => d.State == DerivativeState.Failed),
                Sum = g.Sum(d => d.Progress),
            })
            .ToListAsync(ct);
        return rows.ToDictionary(r => r.Recording, r => new DerivativeProgress(r.Done, r.Total, r.Sum / r.Total, r.Failed));
    }

    public static DerivativeProgress Of(IReadOnlyCollection<Derivative> derivatives) => new(
        derivatives.Count(d => d.State == DerivativeState.Ready),
        derivatives.Count,
        derivatives.Count == 0 ? 0 : derivatives.Sum(d => d.Progress) / derivatives.Count,
        derivatives.Count(d => d.State == DerivativeState.Failed));
}
