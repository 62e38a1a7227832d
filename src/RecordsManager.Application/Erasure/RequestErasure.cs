using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.Erasure;

/// <summary>
/// Forgets one person. Unless a hold stands, the person's key is destroyed in a transaction of its own, first of all: from then
/// on nobody can read anything of them. Bytes, chat, names and what was mixed with others follow, the rest of it by the schedule.
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
            await work.Commit(cancellationToken); // from here on nothing of them opens; what takes longer must not delay that
            await RedactFirst(request, cancellationToken);
            return request.Id;
        }

        /// <summary>So that it is seen at once where there is little. Whoever changes one of the recordings now delays only this.</summary>
        private async Task RedactFirst(ErasureRequest request, CancellationToken ct)
        {
            work.AfterCommit(token => signal.Poke(WorkKind.Erasures, token));
            try
            {
                await eraser.RedactSome(request, ct);
                await work.Commit(ct);
            }
            catch (ConcurrencyConflictException)
            {
                work.Forget();
                await signal.Poke(WorkKind.Erasures, ct);
            }
        }
    }
}
