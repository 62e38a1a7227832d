using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>After an update of the product: its newer rules take effect.</summary>
public static class AdoptShippedRules
{
    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result>;

    internal sealed class Handler(RuleBooks rules, ShippedRules shipped) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            shipped.Adopt(await rules.Entries(cancellationToken));
            return Result.Ok;
        }
    }
}
