using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.Erasure;

/// <summary>
/// Forgets one person. Unless a hold stands, the person's key is destroyed in this very transaction: when it returns,
/// nobody can read anything of them. Bytes, chat, names and what was mixed with others follow by the schedule.
/// </summary>
public static class RequestErasure
{
    [Requires(Permission.ErasureWrite)]
    public sealed record Command(PersonId Person) : ICommand<Result<ErasureRequestId>>;

    internal sealed class Handler(IWriteDb db, PersonEraser eraser, IUnitOfWork work, IWorkSignal signal, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Command, Result<ErasureRequestId>>
    {
        public async Task<Result<ErasureRequestId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var person = await db.Person(command.Person, cancellationToken);
            if (person is null)
            {
                return ErasureErrors.PersonNotFound;
            }

            if (await db.ErasureRequestOf(command.Person, cancellationToken) is { } earlier)
            {
                return earlier.Id; // asking twice is asking once
            }

            var now = clock.GetUtcNow();
            var request = new ErasureRequest(ErasureRequestId.New(now), actor.Organization, command.Person, now);
            db.Add(request);
            if (await db.IsHeld(command.Person, cancellationToken))
            {
                request.Defer();
                return request.Id;
            }

            await eraser.DestroyKey(request, person, cancellationToken);
            await eraser.RedactSome(request, cancellationToken);
            work.AfterCommit(ct => signal.Poke(WorkKind.Erasures, ct));
            return request.Id;
        }
    }
}
