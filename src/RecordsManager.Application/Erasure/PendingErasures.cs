using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Erasure;

public static class PendingErasures
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<ErasureRequestId>>;

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<ErasureRequestId>>
    {
        public async Task<IReadOnlyList<ErasureRequestId>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.ErasureRequests.Where(e => e.State != ErasureState.Completed).OrderBy(e => e.RequestedAt).Select(e => e.Id).ToListAsync(cancellationToken);
    }
}
