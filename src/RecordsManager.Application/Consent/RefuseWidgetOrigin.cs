using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>Pages of this origin may frame nothing any more.</summary>
public static class RefuseWidgetOrigin
{
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(string Origin) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var origin = WidgetOrigin.Read(command.Origin);
            if (origin.Failed || await db.WidgetOrigin(origin.Value, cancellationToken) is not { } allowed)
            {
                return WidgetErrors.OriginNotFound;
            }

            db.Remove(allowed);
            work.Record(new LedgerFact("policy.changed", allowed.Id.ToString(), null, new Dictionary<string, string> { ["policy"] = "widget-origins", ["refused"] = allowed.Origin }));
            return Result.Ok;
        }
    }
}
