using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Learning;

/// <summary>
/// Sends what is due, the oldest first, many together. What the store already has is delivered; a batch with something that it will
/// not take is halved until that one is found, and only that one is given up. Killed in between it sends some again, which the store
/// knows by their ids.
/// </summary>
public static class SendLearning
{
    private const int Batch = 50;
    private const int Most = 500;

    [RepeatsOnConflict]
    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, ILearningRecordStore lrs, LearningAccess access, IWorkLock locks, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        private LearningTally _tally = null!;

        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await using var mine = await locks.TryTake($"learning|{actor.Organization}", ct);
            if (mine is null || await db.LearningStore(ct) is not { } store || await db.DueLearningStatements(store.IsOn ? clock.GetUtcNow() : null, Most, ct) is not { Count: > 0 } due)
            {
                return Result.Ok;
            }

            if (!store.IsOn)
            {
                foreach (var statement in due)
                {
                    db.Remove(statement); // switched off: nobody waits for it
                }

                return Result.Ok;
            }

            _tally = await Tally(ct);
            if (await access.To(store, ct) is not { } opened)
            {
                Postpone(due, new LrsAnswer(LrsVerdict.Later, "The secret cannot be opened any more. Write it again."));
                return Result.Ok;
            }

            foreach (var batch in due.Chunk(Batch))
            {
                if (!await Send(opened, batch, ct))
                {
                    break; // the others are still due, and no worse for it
                }
            }

            return Result.Ok;
        }

        /// <returns>False: the store is not to be asked again now.</returns>
        private async Task<bool> Send(LrsAccess to, LearningStatement[] batch, CancellationToken ct)
        {
            var answer = await lrs.Send(to, [.. batch.Select(s => s.Body)], ct);
            switch (answer.Verdict)
            {
                case LrsVerdict.Taken:
                case LrsVerdict.Known when batch.Length == 1:
                    _tally.Delivered(batch.Length, clock.GetUtcNow());
                    Array.ForEach(batch, db.Remove);
                    return true;
                case LrsVerdict.Unacceptable when batch.Length == 1:
                    _tally.Failed(answer.Words, clock.GetUtcNow());
                    batch[0].Bury(answer.Words);
                    return true;
                case LrsVerdict.Later:
                    Postpone(batch, answer);
                    return false;
                default:
                    return await Send(to, batch[..(batch.Length / 2)], ct) && await Send(to, batch[(batch.Length / 2)..], ct);
            }
        }

        private void Postpone(IEnumerable<LearningStatement> statements, LrsAnswer answer)
        {
            _tally.Failed(answer.Words, clock.GetUtcNow());
            foreach (var statement in statements)
            {
                statement.Postpone(answer.Words, answer.Wait, clock.GetUtcNow());
            }
        }

        private async Task<LearningTally> Tally(CancellationToken ct)
        {
            if (await db.LearningTally(ct) is { } tally)
            {
                return tally;
            }

            tally = new LearningTally(actor.Organization);
            db.Add(tally);
            return tally;
        }
    }
}
