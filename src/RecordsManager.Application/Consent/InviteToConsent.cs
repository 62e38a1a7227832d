using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Makes the address of the consent page for one participant. The product sends it; we keep only that it exists.</summary>
public static class InviteToConsent
{
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(RecordingId Recording, ParticipantId Participant) : ICommand<Result<Invitation>>;

    /// <param name="Token">For <c>/c/{token}</c>; not stored, not shown again.</param>
    public sealed record Invitation(ConsentInvitationId Id, string Token, DateTimeOffset ExpiresAt);

    internal sealed class Handler(IWriteDb db, ConsentInvitations invitations, ILinkSigner signer, ICurrentActor actor) : IRequestHandler<Command, Result<Invitation>>
    {
        public async Task<Result<Invitation>> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            var participant = recording?.FindParticipant(command.Participant);
            if (recording is null || participant is null)
            {
                return recording is null ? RecordingErrors.NotFound : RecordingErrors.ParticipantNotFound;
            }

            var invitation = invitations.Make(recording, participant);
            var token = signer.Sign(LinkPurpose.Consent, actor.Organization, invitation.Id.Value);
            return new Invitation(invitation.Id, token, invitation.ExpiresAt);
        }
    }
}
