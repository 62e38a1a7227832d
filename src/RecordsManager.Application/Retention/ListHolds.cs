using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Retention;

/// <summary>What may not disappear, why, since when? Standing holds first.</summary>
public static class ListHolds
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query : IQuery<IReadOnlyList<Row>>;

    public sealed record Row(LegalHoldId Id, string CaseReference, RecordingId Recording, string Title, DateTimeOffset PlacedAt, DateTimeOffset? ReleasedAt);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<Row>>
    {
        public async Task<IReadOnlyList<Row>> Handle(Query query, CancellationToken cancellationToken)
        {
            var held = await db.Recordings.Where(r => r.Holds.Any()).ToListAsync(cancellationToken);
            return [.. held
                .SelectMany(r => r.Holds.Select(h => new Row(h.Id, h.CaseReference, r.Id, r.Title, h.PlacedAt, h.ReleasedAt)))
                .OrderBy(row => row.ReleasedAt is not null)
                .ThenByDescending(row => row.PlacedAt)];
        }
    }
}
