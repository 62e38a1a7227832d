using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>The answer given on the consent page, to the very text that was shown. May be changed while the invitation is open.</summary>
public static class AnswerInvitation
{
    /// <param name="NoticeSha256">Of the text that was shown, see <see cref="ShownNotice.Sha256"/>.</param>
    /// <param name="Purposes">Of a yes: those agreed to, of those asked for; null is all of them. The recording itself always belongs to it.</param>
    /// <param name="Media">Of a yes: what may be kept.</param>
    /// <param name="Onward">Of a no during the call: what was agreed to before stays.</param>
    /// <param name="ByGuardian">A parent or guardian speaks, for a child.</param>
    [Requires(Permission.None)]
    public sealed record Command(
        ConsentInvitationId Invitation,
        bool Agrees,
        NoticeId Notice,
        string NoticeSha256,
        string Language,
        IReadOnlyList<string>? Purposes = null,
        MediaKinds Media = MediaKinds.All,
        bool Onward = false,
        bool ByGuardian = false) : ICommand<Result<ConsentEventId>>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Language).MaximumLength(35);
            RuleFor(c => c.Purposes).Must(p => p is null || p.Count <= 16).WithMessage("There are at most 16 purposes.");
        }
    }

    internal sealed class Handler(IWriteDb db, IReadDb read, ConsentRecorder recorder, TimeProvider clock) : IRequestHandler<Command, Result<ConsentEventId>>
    {
        public async Task<Result<ConsentEventId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var now = clock.GetUtcNow();
            var invitation = await db.ConsentInvitation(command.Invitation, ct);
            var notice = await read.Notices.FirstOrDefaultAsync(n => n.Id == command.Notice, ct);
            if (invitation is null || !invitation.IsOpen(now) || notice is null || await db.Recording(invitation.Recording, ct) is not { } recording)
            {
                return ConsentErrors.InvitationNotFound;
            }

            var asked = notice.Asks(recording.Purposes);
            if (notice.Shown(asked).Sha256 != command.NoticeSha256)
            {
                return ConsentErrors.NoticeChanged;
            }

            if (command.Agrees && command.Media == MediaKinds.None)
            {
                return ConsentErrors.NothingChosen;
            }

            var by = command.ByGuardian ? ConsentSpeaker.Guardian : ConsentSpeaker.Self;
            var kind = command.Agrees ? ConsentEventKind.Granted : await HasAgreed(invitation, by, ct) ? ConsentEventKind.Withdrawn : ConsentEventKind.Refused;
            invitation.Answered(now);
            return await recorder.Record(
                recording,
                invitation.Participant,
                kind,
                null,
                new ConsentEvidence(
                    "click", notice.Id, command.NoticeSha256, command.Language,
                    Purposes: command.Agrees ? [.. asked.Where(p => p == Purpose.Recording || command.Purposes?.Contains(p, StringComparer.Ordinal) != false)] : asked,
                    Media: command.Agrees ? command.Media : MediaKinds.All,
                    Reach: kind != ConsentEventKind.Withdrawn ? null : command.Onward && recording.IsLive ? WithdrawalReach.Onward : WithdrawalReach.Everything,
                    By: by,
                    Asked: asked),
                ct);
        }

        /// <summary>Their last answer was a yes, whether or not anything was recorded since: a no takes it back.</summary>
        private async Task<bool> HasAgreed(ConsentInvitation invitation, ConsentSpeaker by, CancellationToken ct)
        {
            var said = await read.ConsentEvents
                .Where(e => e.Recording == invitation.Recording && e.Participant == invitation.Participant && (e.By == ConsentSpeaker.Guardian) == (by == ConsentSpeaker.Guardian))
                .ToListAsync(ct);
            return StandingAnswer.Of(said) is { Agrees: true };
        }
    }
}
