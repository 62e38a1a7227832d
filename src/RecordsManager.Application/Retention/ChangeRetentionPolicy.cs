using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Retention;

/// <summary>Changes the policy and moves the end of the retention of everything that is kept under it.</summary>
public static class ChangeRetentionPolicy
{
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(string Keep, int GraceDays) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IKeptRecordings kept, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var period = RetentionPeriod.Parse(command.Keep);
            if (period.Error is { } malformed)
            {
                return malformed;
            }

            var policy = await db.RetentionPolicy(cancellationToken);
            var was = policy.KeepPeriod;
            var changed = policy.Change(period.Value, command.GraceDays, clock.GetUtcNow());
            if (changed.Failed)
            {
                return changed;
            }

            var zone = (await db.Organization(cancellationToken)).Zone();
            foreach (var recording in await kept.All(cancellationToken))
            {
                recording.Reschedule(was.EndAfter(recording.StartedAt, zone), period.Value.EndAfter(recording.StartedAt, zone));
            }

            return Result.Ok;
        }
    }
}
