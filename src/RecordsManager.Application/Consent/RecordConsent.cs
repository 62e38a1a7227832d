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
    /// <param name="At">When it happened; null is now. Never in the future.</param>
    /// <param name="Purposes">Null: the recording and sharing it with those invited.</param>
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(
        RecordingId Recording,
        ParticipantId Participant,
        ConsentEventKind Kind,
        string Method,
        string? Language,
        string? EvidenceReference,
        DateTimeOffset? At = null,
        IReadOnlyList<string>? Purposes = null,
        MediaKinds Media = MediaKinds.All,
        WithdrawalReach? Reach = null,
        ConsentSpeaker By = ConsentSpeaker.Self,
        bool NoticeOnRecording = false)
        : ICommand<Result<ConsentEventId>>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        /// <summary>Clocks of SFUs are not ours.</summary>
        private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.Kind).IsInEnum();
            RuleFor(c => c.Method).NotEmpty().MaximumLength(32);
            RuleFor(c => c.Language).MaximumLength(35);
            RuleFor(c => c.EvidenceReference).MaximumLength(256);
            RuleFor(c => c.Purposes).Must(p => p is null || (p.Count is > 0 and <= 16 && p.All(word => word.Length is > 0 and <= 32)))
                .WithMessage("Purposes are 1 to 16 words of at most 32 characters.");
            RuleFor(c => c.Media).NotEqual(MediaKinds.None).WithMessage("An answer covers at least one of audio, video, screen, chat.");
            RuleFor(c => c.At).Must(at => at is null || at <= clock.GetUtcNow() + ClockSkew).WithMessage("The event cannot lie in the future.");
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

            var evidence = new ConsentEvidence(
                command.Method, null, null, command.Language, command.EvidenceReference, command.Purposes, command.Media, command.Reach, command.By, command.NoticeOnRecording);
            return await recorder.Record(recording, command.Participant, command.Kind, command.At, evidence, cancellationToken);
        }
    }
}
