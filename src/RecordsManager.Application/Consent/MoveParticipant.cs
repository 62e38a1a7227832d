using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Somebody is elsewhere, or it became known where. From then on another law may apply to everybody; never to what was captured before.</summary>
public static class MoveParticipant
{
    /// <param name="Locations">ISO 3166-1 or 3166-2; none says that the place is unknown now.</param>
    /// <param name="At">From when on; null is now.</param>
    [RepeatsOnConflict]
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(RecordingId Recording, ParticipantId Participant, IReadOnlyList<string> Locations, LocationSource? Source, DateTimeOffset? At) : ICommand<Result>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.Locations).Cascade(CascadeMode.Stop).MustBePlaces();
            RuleFor(c => c.At).MustBePast(clock);
        }
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

            var source = command.Source ?? (command.Locations.Count > 0 ? LocationSource.Declared : LocationSource.Unknown);
            recording.Move(participant, command.Locations, source, command.At ?? clock.GetUtcNow());
            return Result.Ok;
        }
    }
}
