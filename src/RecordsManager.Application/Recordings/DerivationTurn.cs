using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// One recording's turn at being made. Pictures take minutes, and nobody's sound should wait for those of somebody else: between two
/// pictures the turn is given up as soon as another recording of the organization cannot be heard yet, or has no picture while somebody
/// looks at it and nobody at this one; for a picture in another size also as soon as another has none at all; and after a minute to the
/// recordings of other organizations. Two pictures are made in any case, so that what cannot be made ready holds up nobody for good, and
/// so are those that are done before the mix is: that of hours takes minutes and one core, and the turn lasts until it is made.
/// </summary>
internal sealed class DerivationTurn(IReadDb db, RecordingId recording, TimeProvider clock)
{
    private const int Least = 2;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly DateTimeOffset _ends = clock.GetUtcNow() + Longest;
    private int _pictures;
    private bool _isOver;

    /// <param name="heldFor">What is left of that which the turn cannot end before, in <see cref="Derivative.Cost"/>.</param>
    /// <returns>False: the rest is for another turn.</returns>
    public async Task<bool> Takes(WantedDerivative next, double heldFor, CancellationToken ct)
    {
        if (!next.IsPicture || next.Cost <= heldFor)
        {
            return true;
        }

        if (!_isOver)
        {
            _isOver = _pictures >= Least && (clock.GetUtcNow() >= _ends || await IsUrgentElsewhere(next.Kind, ct));
            _pictures++;
        }

        return !_isOver;
    }

    private async Task<bool> IsUrgentElsewhere(DerivativeKind next, CancellationToken ct)
    {
        if (await Others(PendingDerivations.Unheard(db)).AnyAsync(ct))
        {
            return true;
        }

        var unseen = Others(PendingDerivations.Unseen(db));
        return next == DerivativeKind.Variant
            ? await unseen.AnyAsync(ct)
            : await unseen.AnyAsync(PendingDerivations.IsAwaited(db, clock), ct) && !await db.Recordings.Where(r => r.Id == recording).AnyAsync(PendingDerivations.IsAwaited(db, clock), ct);
    }

    private IQueryable<Recording> Others(IQueryable<Recording> of) => of.Where(r => r.Id != recording);
}
