using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Destroys an older key: the links, questions and personal addresses that it signed are from then on unknown.</summary>
public static class RetireLinkKey
{
    [Requires(Permission.KeysWrite)]
    public sealed record Command(int Key) : ICommand<Result>;

    internal sealed class Handler(ILinkKeys keys, IOrganizationDirectory organizations, IUnitOfWork work, ICurrentActor actor) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var all = await keys.All(cancellationToken);
            if (!all.Any(k => k.Id == command.Key))
            {
                return ShareErrors.KeyUnknown;
            }

            if (all[^1].Id == command.Key)
            {
                return ShareErrors.KeySigns;
            }

            if ((await organizations.All(cancellationToken)).Count > 1)
            {
                return ShareErrors.KeyOfOthers;
            }

            work.Record(new LedgerFact("key.links-retired", actor.Organization.ToString(), null, new Dictionary<string, string> { ["key"] = command.Key.ToString(CultureInfo.InvariantCulture) }));
            work.AfterCommit(ct => keys.Retire(command.Key, ct));
            return Result.Ok;
        }
    }
}
