using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ledger;

/// <summary>Who signs checkpoints, and who did.</summary>
public static class ListLedgerKeys
{
    [Requires(Permission.LedgerRead)]
    public sealed record Query : IQuery<IReadOnlyList<LedgerKey>>;

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<LedgerKey>>
    {
        public async Task<IReadOnlyList<LedgerKey>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.LedgerKeys.OrderBy(k => k.MadeAt).ToListAsync(cancellationToken);
    }
}
