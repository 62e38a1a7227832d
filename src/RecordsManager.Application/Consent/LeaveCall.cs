using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Somebody goes. The call goes on, also when it was who started it; only the product ends it.</summary>
public static class LeaveCall
{
    /// <param name="At">When they went; null is now, and nothing if they are gone already.</param>
    [RepeatsOnConflict]
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(RecordingId Recording, ParticipantId Participant, DateTimeOffset? At) : ICommand<Result>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock) => RuleFor(c => c.At).MustBePast(clock);
    }

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            var participant = recording?.FindParticipant(command.Participant);
            if (recording is null || participant is null)
            {
                return recording is null ? RecordingErrors.NotFound : RecordingErrors.ParticipantNotFound;
            }

            recording.Leave(participant, command.At, clock.GetUtcNow());
            return Result.Ok;
        }
    }
}
