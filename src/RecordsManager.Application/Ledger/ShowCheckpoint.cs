using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ledger;

/// <summary>The newest signed checkpoint.</summary>
public static class ShowCheckpoint
{
    [Requires(Permission.LedgerRead)]
    public sealed record Query : IQuery<Result<LedgerCheckpoint>>;

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, Result<LedgerCheckpoint>>
    {
        public async Task<Result<LedgerCheckpoint>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.LedgerCheckpoints.OrderByDescending(c => c.Size).FirstOrDefaultAsync(cancellationToken) is { } newest ? newest : LedgerErrors.NoCheckpoint;
    }
}
