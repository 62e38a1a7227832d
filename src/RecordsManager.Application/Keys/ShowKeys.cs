using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>Under which epochs is anything wrapped, and until when can older backups open whom was erased?</summary>
public static class ShowKeys
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query : IQuery<View>;

    public sealed record Epoch(int Number, string Provider, DateTimeOffset MadeAt, bool IsOnTrial);

    /// <param name="Epochs">In ascending order; more than one: a rotation is under way, or a switch on trial.</param>
    /// <param name="DueAt">When the next rotation is due, or the switch is committed; null: never by itself.</param>
    public sealed record View(IReadOnlyList<Epoch> Epochs, DateTimeOffset? DueAt);

    internal sealed class Handler(IReadDb db, KeyPeriod period) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var epochs = await db.KekEpochs.OrderBy(e => e.Epoch).ToListAsync(cancellationToken);
            return new View([.. epochs.Select(e => new Epoch(e.Epoch, e.Provider, e.MadeAt, e.IsOnTrial))], Lasting(epochs)?.MadeAt + period.Length);
        }

        private static KekEpoch? Lasting(List<KekEpoch> epochs) => epochs is [.., var former, { IsOnTrial: true }] ? former : epochs.LastOrDefault();
    }
}
