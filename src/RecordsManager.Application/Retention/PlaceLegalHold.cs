using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Retention;

/// <summary>What may not disappear, and for which case. Placing the same hold again changes nothing.</summary>
public static class PlaceLegalHold
{
    [Requires(Permission.HoldsWrite)]
    public sealed record Command(RecordingId Recording, string CaseReference) : ICommand<Result>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.CaseReference).NotEmpty().MaximumLength(64);
    }

    internal sealed class Handler(IWriteDb db, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var recording = await db.Recording(command.Recording, cancellationToken);
            return recording is null
                ? RecordingErrors.NotFound
                : recording.PlaceHold(LegalHoldId.New(now), command.CaseReference.Trim(), actor.Id, now);
        }
    }
}
