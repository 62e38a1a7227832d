using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>Takes back a rule pack that has not taken effect. Twice is once.</summary>
public static class WithdrawRulePack
{
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(int Number) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken) =>
            await db.RulePack(command.Number, cancellationToken) is { } pack ? new Result(pack.Withdraw(clock.GetUtcNow())) : RuleErrors.NotFound;
    }
}
