using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Learning;

/// <summary>A browser that crashed says nothing any more: what its player said last counts, and its session ends there.</summary>
public static class EndSilentSessions
{
    private const int Few = 200;

    [RepeatsOnConflict]
    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, LearningDesk desk, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await db.LearningStore(cancellationToken) is not { IsOn: true } store)
            {
                return Result.Ok;
            }

            foreach (var registration in await db.SilentLearningRegistrations(clock.GetUtcNow(), Few, cancellationToken))
            {
                var viewer = await db.LearningViewer(registration.Viewer, cancellationToken);
                desk.Queue(store, viewer!, registration, registration.EndSilent(store.Threshold, clock.GetUtcNow()));
            }

            return Result.Ok;
        }
    }
}
