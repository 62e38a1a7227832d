using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.Consent;

/// <summary>Ends every address of a person's own recordings, for one that came into wrong hands. They ask for a new question to get another.</summary>
public static class RevokeMyRecordings
{
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(PersonId Person) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var person = await db.Person(command.Person, cancellationToken);
            if (person is null)
            {
                return ErasureErrors.PersonNotFound;
            }

            person.RevokeMyRecordings(clock.GetUtcNow());
            return Result.Ok;
        }
    }
}
