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
    [Requires(Permission.None)]
    public sealed record Command(ConsentInvitationId Invitation, bool Agrees, NoticeId Notice, string NoticeSha256, string Language) : ICommand<Result<ConsentEventId>>;

    internal sealed class Handler(IWriteDb db, IReadDb read, ConsentRecorder recorder, TimeProvider clock) : IRequestHandler<Command, Result<ConsentEventId>>
    {
        public async Task<Result<ConsentEventId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var invitation = await db.ConsentInvitation(command.Invitation, cancellationToken);
            if (invitation is null || !invitation.IsOpen(now)
                || !read.Notices.Any(n => n.Id == command.Notice && n.Sha256 == command.NoticeSha256)
                || await db.Recording(invitation.Recording, cancellationToken) is not { } recording)
            {
                return ConsentErrors.InvitationNotFound;
            }

            var agreed = await Agreed(invitation, cancellationToken);
            var kind = command.Agrees ? ConsentEventKind.Granted : agreed ? ConsentEventKind.Withdrawn : ConsentEventKind.Refused;
            invitation.Answered(now);
            return await recorder.Record(
                recording, invitation.Participant, kind, null, new ConsentEvidence("click", command.Notice, command.NoticeSha256, command.Language), cancellationToken);
        }

        /// <summary>Their last answer was a yes, whether or not anything was recorded since: a no takes it back.</summary>
        private async Task<bool> Agreed(ConsentInvitation invitation, CancellationToken ct)
        {
            ConsentEventKind[] answers = [ConsentEventKind.Granted, ConsentEventKind.Refused, ConsentEventKind.Withdrawn];
            var last = await read.ConsentEvents
                .Where(e => e.Recording == invitation.Recording && e.Participant == invitation.Participant && answers.Contains(e.Kind))
                .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).FirstOrDefaultAsync(ct);
            return last?.Kind == ConsentEventKind.Granted;
        }
    }
}
