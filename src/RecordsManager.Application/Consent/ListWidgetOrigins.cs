using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>Where may the consent page be framed?</summary>
public static class ListWidgetOrigins
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query : IQuery<IReadOnlyList<Row>>;

    public sealed record Row(string Origin, DateTimeOffset AllowedAt);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<Row>>
    {
        public async Task<IReadOnlyList<Row>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.WidgetOrigins.OrderBy(o => o.Origin).Select(o => new Row(o.Origin, o.AllowedAt)).ToListAsync(cancellationToken);
    }
}
