using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>
/// Objects that were not read again for an interval. What was read is marked once what was found is committed: a scrub that is
/// interrupted goes on where it was.
/// </summary>
public static class ObjectsToScrub
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<MediaObjectId>>;

    internal sealed class Handler(IObjectInventory inventory, IntegrityOptions options, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Query, IReadOnlyList<MediaObjectId>>
    {
        private const int Batch = 100;

        /// <summary>Hashed while it was written, and much of it staged only.</summary>
        internal static readonly TimeSpan New = TimeSpan.FromHours(1);

        public Task<IReadOnlyList<MediaObjectId>> Handle(Query query, CancellationToken cancellationToken) =>
            inventory.NotCheckedSince(actor.Organization, clock.GetUtcNow() - options.Interval, clock.GetUtcNow() - New, Batch, cancellationToken);
    }
}
