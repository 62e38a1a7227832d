using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.Erasure;

/// <summary>Who wants out, how far are we? Names nobody: whoever is listed here is being forgotten.</summary>
public static class ListErasures
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query : IQuery<IReadOnlyList<Row>>;

    public sealed record Row(
        ErasureRequestId Id, PersonId Person, ErasureState State, DateTimeOffset RequestedAt, DateTimeOffset? KeyDestroyedAt, DateTimeOffset? RedactedAt, DateTimeOffset? CompletedAt, int Recordings, int Objects);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<Row>>
    {
        public async Task<IReadOnlyList<Row>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.ErasureRequests.OrderByDescending(e => e.RequestedAt)
                .Select(e => new Row(e.Id, e.Person, e.State, e.RequestedAt, e.KeyDestroyedAt, e.RedactedAt, e.CompletedAt, e.Recordings, e.Objects))
                .ToListAsync(cancellationToken);
    }
}
