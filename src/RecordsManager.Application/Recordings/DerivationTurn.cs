using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// One recording's turn at being made. Pictures take minutes, and nobody's sound should wait for those of somebody else: between two
/// scenes the turn is given up as soon as another recording of the organization cannot be heard yet, and after a minute to the
/// recordings of other organizations. Two scenes are made in any case, so that what cannot be made ready holds up nobody for good.
/// </summary>
internal sealed class DerivationTurn(IReadDb db, RecordingId recording, TimeProvider clock)
{
    private const int Least = 2;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly DateTimeOffset _ends = clock.GetUtcNow() + Longest;
    private int _scenes;
    private bool _isOver;

    /// <returns>False: the rest is for another turn.</returns>
    public async Task<bool> Takes(WantedDerivative next, CancellationToken ct)
    {
        if (next.Kind == DerivativeKind.Scene && !_isOver)
        {
            _isOver = _scenes >= Least && (clock.GetUtcNow() >= _ends || await PendingDerivations.Unheard(db).AnyAsync(r => r.Id != recording, ct));
            _scenes++;
        }

        return next.Kind != DerivativeKind.Scene || !_isOver;
    }
}
