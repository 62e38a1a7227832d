using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Over whose picture stands who watches? A page with a player asks it for whoever opens it.</summary>
public static class ShowWatermark
{
    [Requires(Permission.None)]
    public sealed record Query : IQuery<WatermarkAudience>;

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, WatermarkAudience>
    {
        public Task<WatermarkAudience> Handle(Query query, CancellationToken cancellationToken) =>
            db.WatermarkPolicies.Select(p => p.ShownTo).FirstOrDefaultAsync(cancellationToken);
    }
}
