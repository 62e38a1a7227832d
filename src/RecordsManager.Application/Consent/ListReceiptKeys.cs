using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>The public keys of an organization's receipts, for everybody; old ones stay.</summary>
public static class ListReceiptKeys
{
    [Requires(Permission.None)]
    public sealed record Query : IQuery<IReadOnlyList<Row>>;

    /// <param name="X">32 bytes, big-endian, on P-256.</param>
    public sealed record Row(ReceiptKeyId Id, byte[] X, byte[] Y);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, IReadOnlyList<Row>>
    {
        public async Task<IReadOnlyList<Row>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.ReceiptKeys.OrderBy(k => k.MadeAt).Select(k => new Row(k.Id, k.PublicX, k.PublicY)).ToListAsync(cancellationToken);
    }
}
