using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
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
    [RepeatsOnConflict]
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
        : ICommand<Result<ConsentEventId>>
    {
        /// <summary>The notice that was read out or shown and that the answer is to.</summary>
        public NoticeId? Notice { get; init; }

        /// <summary>The key that was pressed.</summary>
        public string? Digit { get; init; }

        /// <summary>The product's id of the spoken question.</summary>
        public string? PromptId { get; init; }

        /// <summary>How a question ended that got no answer: ambiguous, timeout or hang-up. Only of kind notified: no answer is no consent.</summary>
        public string? Outcome { get; init; }

        internal bool IsYes => Kind is ConsentEventKind.Granted or ConsentEventKind.Acknowledged;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.Kind).IsInEnum();
            RuleFor(c => c.Method).NotEmpty().MaximumLength(32);
            RuleFor(c => c.Language).MaximumLength(35);
            RuleFor(c => c.EvidenceReference).MaximumLength(256);
            RuleFor(c => c.Purposes).Must(p => p is null || (p.Count is > 0 and <= 16 && p.All(word => word.Length is > 0 and <= 32)))
                .WithMessage("Purposes are 1 to 16 words of at most 32 characters.");
            RuleFor(c => c.Media).NotEqual(MediaKinds.None).WithMessage("An answer covers at least one of audio, video, screen, chat.");
            RuleFor(c => c.At).MustBePast(clock);
            RuleFor(c => c.Digit).Must(d => d is null || (d.Length == 1 && "0123456789*#".Contains(d, StringComparison.Ordinal))).WithMessage("The digit is one of 0 to 9, * and #.");
            RuleFor(c => c.PromptId).MaximumLength(64);
            RuleFor(c => c.Outcome).Must(o => o is null or "ambiguous" or "timeout" or "hang-up").WithMessage("The outcome is ambiguous, timeout or hang-up.");
        }
    }

    internal sealed class Handler(IWriteDb db, IReadDb read, ConsentRecorder recorder) : IRequestHandler<Command, Result<ConsentEventId>>
    {
        public async Task<Result<ConsentEventId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var notice = command.Notice is { } id ? await read.Notices.FirstOrDefaultAsync(n => n.Id == id, cancellationToken) : null;
            if (PhoneAnswer.Refusal(command, notice) is { } refusal)
            {
                return refusal;
            }

            if (await Before(command, cancellationToken) is { } before)
            {
                return before;
            }

            var evidence = new ConsentEvidence(
                command.Method, notice?.Id, notice?.Sha256, command.Language ?? notice?.Language, command.EvidenceReference, command.Purposes, command.Media, command.Reach, command.By,
                command.NoticeOnRecording, command.Digit, command.PromptId, command.Outcome);
            return await recorder.Record(recording, command.Participant, command.Kind, command.At, evidence, cancellationToken);
        }

        /// <summary>The very same thing, told again with its time, is the same event.</summary>
        private async Task<ConsentEventId?> Before(Command command, CancellationToken ct)
        {
            if (command.At is not { } at)
            {
                return null;
            }

            var same = await read.ConsentEvents
                .Where(e => e.Recording == command.Recording && e.Participant == command.Participant && e.Kind == command.Kind && e.At == at
                    && e.Method == command.Method && e.Media == command.Media && e.By == command.By && e.EvidenceReference == command.EvidenceReference && e.Outcome == command.Outcome)
                .ToListAsync(ct);
            return same.Find(e => e.Purposes.SequenceEqual(command.Purposes ?? Purpose.Asked))?.Id;
        }
    }
}
