using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Somebody comes into an announced call, or back into it. The same identity again is the same participant with a new stay.</summary>
public static class JoinCall
{
    /// <param name="Location">ISO 3166-1 or 3166-2; null is unknown and counts as the strictest.</param>
    [RepeatsOnConflict]
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(RecordingId Recording, string Identity, string? DisplayName, string? Role, string? Location) : ICommand<Result<ParticipantId>>
    {
        /// <summary>Instead of role and location: all that is known.</summary>
        public ParticipantFacts? Facts { get; init; }

        /// <summary>When they came; null is now, and no new stay if they are here already.</summary>
        public DateTimeOffset? At { get; init; }

        /// <summary>They are to have a consent page to answer on.</summary>
        public bool Asks { get; init; }

        internal CallParticipant Participant => new(Identity, DisplayName, Facts ?? new ParticipantFacts(Role, Location is null ? null : [Location]));
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.Participant).SetValidator(new CallParticipantValidator()).OverridePropertyName("");
            RuleFor(c => c.At).MustBePast(clock);
        }
    }

    internal sealed class Handler(IWriteDb db, CallDirectory calls, ConsentInvitations invitations, TimeProvider clock) : IRequestHandler<Command, Result<ParticipantId>>
    {
        public async Task<Result<ParticipantId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var now = clock.GetUtcNow();
            var participant = await calls.Expect(recording, command.Participant, command.At ?? now, now, cancellationToken);
            if (recording.Enter(participant, command.At, now).Error is { } error)
            {
                return error;
            }

            if (command.Asks)
            {
                await invitations.Ask(recording, [participant], cancellationToken);
            }

            return participant.Id;
        }
    }
}
