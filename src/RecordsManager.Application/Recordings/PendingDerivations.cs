using System.Linq.Expressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// Recordings whose derivatives are not what they should be; those that cannot be heard yet come first, then those without a picture, then
/// those that lack it in other sizes; of each those first that somebody looks at.
/// </summary>
public static class PendingDerivations
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<RecordingId>>;

    /// <summary>Not planned yet, or somebody's voice in it is not made.</summary>
    internal static IQueryable<Recording> Unheard(IReadDb db) => db.Recordings.Where(r => r.State == RecordingState.Kept
        && (r.PlannedVersion != r.PlayVersion || db.Derivatives.Any(d => d.Recording == r.Id && d.Kind == DerivativeKind.Stem && d.State == DerivativeState.Waiting)));

    /// <summary>Something is missing that is not merely a picture in another size.</summary>
    internal static IQueryable<Recording> Unseen(IReadDb db) => Lacking(db, d => d.Kind != DerivativeKind.Variant);

    /// <summary>Somebody looked at it lately.</summary>
    internal static Expression<Func<Recording, bool>> IsAwaited(IReadDb db, TimeProvider clock)
    {
        var since = clock.GetUtcNow() - AwaitRecording.GoodFor;
        return recording => db.AwaitedRecordings.Any(a => a.Recording == recording.Id && a.At > since);
    }

    private static IQueryable<Recording> Lacking(IReadDb db, Expression<Func<Derivative, bool>> which) => db.Recordings.Where(r => r.State == RecordingState.Kept
        && (r.PlannedVersion != r.PlayVersion || db.Derivatives.Where(which).Any(d => d.Recording == r.Id
            && (d.State == DerivativeState.Waiting || (d.State == DerivativeState.Failed && d.Attempts < MakeDerivatives.Handler.MaxAttempts)))));

    internal sealed class Handler(IReadDb db, TimeProvider clock) : IRequestHandler<Query, IReadOnlyList<RecordingId>>
    {
        public async Task<IReadOnlyList<RecordingId>> Handle(Query query, CancellationToken cancellationToken)
        {
            List<RecordingId> pending = [];
            foreach (var some in (IQueryable<Recording>[])[Unheard(db), Unseen(db), Lacking(db, _ => true)])
            {
                pending.AddRange(await some.OrderByDescending(IsAwaited(db, clock)).ThenBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken));
            }

            return [.. pending.Distinct()];
        }
    }
}
