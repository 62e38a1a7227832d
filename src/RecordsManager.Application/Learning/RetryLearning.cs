using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Learning;

/// <summary>Tries again what was given up: one statement, or the latest of all.</summary>
public static class RetryLearning
{
    private const int Most = 1000;

    /// <param name="Statement">Null: all.</param>
    [RepeatsOnConflict]
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(LearningStatementId? Statement) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IWorkSignal signal, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var dead = await db.DeadLearningStatements(command.Statement, Most, cancellationToken);
            if (dead.Count == 0)
            {
                return LearningErrors.StatementNotFound;
            }

            foreach (var statement in dead)
            {
                statement.Retry(clock.GetUtcNow());
            }

            work.AfterCommit(ct => signal.Poke(WorkKind.Learning, ct));
            return Result.Ok;
        }
    }
}
