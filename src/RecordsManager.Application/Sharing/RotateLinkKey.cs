using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Sharing;

/// <summary>A new key signs from now on; links made before stay good until their key is retired.</summary>
public static class RotateLinkKey
{
    [Requires(Permission.KeysWrite)]
    public sealed record Command : ICommand<Result<LinkKey>>;

    internal sealed class Handler(ILinkKeys keys, IUnitOfWork work, ICurrentActor actor) : IRequestHandler<Command, Result<LinkKey>>
    {
        public async Task<Result<LinkKey>> Handle(Command command, CancellationToken cancellationToken)
        {
            var key = await keys.Rotate(cancellationToken);
            work.Record(new LedgerFact("key.links-rotated", actor.Organization.ToString(), null, new Dictionary<string, string> { ["key"] = key.Id.ToString(CultureInfo.InvariantCulture) }));
            return key;
        }
    }
}
