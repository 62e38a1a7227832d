using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Erasure;

/// <summary>
/// Before anybody is served: whoever the journal says was erased and the database still knows (it was restored from a backup)
/// is erased again. No hold keeps them: what a hold would protect was gone before it.
/// </summary>
public static class ReplayErasures
{
    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result<int>>;

    internal sealed class Handler(IWriteDb db, PersonEraser eraser, IErasureJournal journal, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command command, CancellationToken cancellationToken)
        {
            var again = 0;
            foreach (var erased in await journal.Read(actor.Organization, cancellationToken))
            {
                if (await db.Person(erased.Person, cancellationToken) is not { IsErased: false } person)
                {
                    continue;
                }

                var request = await db.ErasureRequestOf(erased.Person, cancellationToken);
                if (request is null)
                {
                    request = new ErasureRequest(erased.Request, actor.Organization, erased.Person, clock.GetUtcNow());
                    db.Add(request);
                }

                await eraser.DestroyKey(request, person, cancellationToken);
                again++;
            }

            return again;
        }
    }
}
