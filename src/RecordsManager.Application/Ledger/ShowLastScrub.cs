using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ledger;

/// <summary>What the last reading of the whole ledger found; null before the first.</summary>
public static class ShowLastScrub
{
    [Requires(Permission.LedgerRead)]
    public sealed record Query : IQuery<LedgerScrub?>;

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, LedgerScrub?>
    {
        public Task<LedgerScrub?> Handle(Query query, CancellationToken cancellationToken) =>
            db.LedgerScrubs.OrderByDescending(s => s.StartedAt).ThenByDescending(s => s.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
