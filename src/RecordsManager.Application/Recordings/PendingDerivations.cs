using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Recordings whose derivatives are not what they should be; those that cannot be heard yet come first.</summary>
public static class PendingDerivations
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<RecordingId>>;

    /// <summary>Not planned yet, or somebody's voice in it is not made.</summary>
    internal static IQueryable<Recording> Unheard(IReadDb db) => db.Recordings.Where(r => r.State == RecordingState.Kept
        && (r.PlannedVersion != r.PlayVersion || db.Derivatives.Any(d => d.Recording == r.Id && d.Kind == DerivativeKind.Stem && d.State == DerivativeState.Waiting)));

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<RecordingId>>
    {
        public async Task<IReadOnlyList<RecordingId>> Handle(Query query, CancellationToken cancellationToken)
        {
            var unheard = await Unheard(db).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken);
            var pending = await db.Recordings
                .Where(r => r.State == RecordingState.Kept
                    && (r.PlannedVersion != r.PlayVersion
                        || db.Derivatives.Any(d => d.Recording == r.Id
                            && (d.State == DerivativeState.Waiting || (d.State == DerivativeState.Failed && d.Attempts < MakeDerivatives.Handler.MaxAttempts)))))
                .OrderBy(r => r.Id)
                .Select(r => r.Id)
                .ToListAsync(cancellationToken);
            return [.. unheard.Union(pending)];
        }
    }
}
