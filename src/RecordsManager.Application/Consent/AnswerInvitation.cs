using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

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

            var before = recording.Tracks.Any(t => t.Participant == invitation.Participant && t.State == TrackState.Cleared);
            var kind = command.Agrees ? ConsentEventKind.Granted : before ? ConsentEventKind.Withdrawn : ConsentEventKind.Refused;
            invitation.Answered(now);
            return await recorder.Record(
                recording, invitation.Participant, kind, null, new ConsentEvidence("click", command.Notice, command.NoticeSha256, command.Language), cancellationToken);
        }
    }
}
