using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>How far the derivatives of a recording are.</summary>
/// <param name="Fraction">0 to 1, each by what it costs, without the picture in other sizes: it can be watched before they are made.</param>
/// <param name="IsReady">The same: nothing is missing but such sizes.</param>
public sealed record DerivativeProgress(int Done, int Total, double Fraction, int Failed, bool IsReady)
{

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
                Lacking = g.Count(d => d.Kind != DerivativeKind.Variant && d.State != DerivativeState.Ready),
                Spent = g.Sum(d => d.Kind != DerivativeKind.Variant ? d.Progress * d.Cost : 0),
                Cost = g.Sum(d => d.Kind != DerivativeKind.Variant ? d.Cost : 0),
            })
            .ToListAsync(ct);
        return rows.ToDictionary(r => r.Recording, r => new DerivativeProgress(r.Done, r.Total, r.Spent / r.Cost, r.Failed, r.Lacking == 0));
    }

    public static DerivativeProgress Of(IReadOnlyCollection<Derivative> derivatives)
    {
        var needed = derivatives.Where(d => d.Kind != DerivativeKind.Variant).ToList();
        return new DerivativeProgress(
            derivatives.Count(d => d.State == DerivativeState.Ready),
            derivatives.Count,
            needed.Count == 0 ? 0 : needed.Sum(d => d.Progress * d.Cost) / needed.Sum(d => d.Cost),
            derivatives.Count(d => d.State == DerivativeState.Failed),
            needed.Count > 0 && needed.TrueForAll(d => d.State == DerivativeState.Ready));
    }
}
