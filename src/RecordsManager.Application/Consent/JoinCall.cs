using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>A participant of an announced call. The same identity again is the same participant.</summary>
public static class JoinCall
{
    /// <param name="Location">ISO 3166-1 or 3166-2; null is unknown and counts as the strictest.</param>
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(RecordingId Recording, string Identity, string? DisplayName, string? Role, string? Location) : ICommand<Result<ParticipantId>>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Identity).NotEmpty().MaximumLength(256);
            RuleFor(c => c.DisplayName).MaximumLength(256);
            RuleFor(c => c.Role).MaximumLength(64);
            RuleFor(c => c.Location).Matches("^[A-Z]{2}(-[A-Z0-9]{1,3})?$").WithMessage("The location is an ISO 3166-1 or 3166-2 code.");
        }
    }

    internal sealed class Handler(IWriteDb db, CallDirectory calls, TimeProvider clock) : IRequestHandler<Command, Result<ParticipantId>>
    {
        public async Task<Result<ParticipantId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var person = await calls.Person(command.Identity, command.DisplayName, cancellationToken);
            return recording.Join(person, command.Role, command.Location, clock.GetUtcNow()).Id;
        }
    }
}
