using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>A consent event that the product saw happen. The tracks follow in the same transaction.</summary>
public static class RecordConsent
{
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(RecordingId Recording, ParticipantId Participant, ConsentEventKind Kind, string Method, string? Language, string? EvidenceReference)
        : ICommand<Result<ConsentEventId>>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Kind).IsInEnum();
            RuleFor(c => c.Method).NotEmpty().MaximumLength(32);
            RuleFor(c => c.Language).MaximumLength(35);
            RuleFor(c => c.EvidenceReference).MaximumLength(256);
        }
    }

    internal sealed class Handler(IWriteDb db, ConsentRecorder recorder) : IRequestHandler<Command, Result<ConsentEventId>>
    {
        public async Task<Result<ConsentEventId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var evidence = new ConsentEvidence(command.Method, Language: command.Language, Reference: command.EvidenceReference);
            return await recorder.Record(recording, command.Participant, command.Kind, evidence, cancellationToken);
        }
    }
}
