using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>
/// Writes down that those who have not answered are to be reminded, once for each step. The product sends no mail: the
/// reminder is on the ledger, on the home page and in the API, and who runs the product passes it on.
/// </summary>
public static class RemindOfConsent
{
    [Requires(Permission.System)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IReadDb read, ConsentGate gate, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var events = await read.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(cancellationToken);
            recording.Remind(ReminderSteps.Of(await gate.Quarantine(cancellationToken)), WaitingAnswers.SaidNo(events), clock.GetUtcNow());
            return Result.Ok;
        }
    }
}
