using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Makes the address of the consent page for one participant. The product sends it; we keep only that it exists.</summary>
public static class InviteToConsent
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromDays(14);

    [Requires(Permission.ConsentWrite)]
    public sealed record Command(RecordingId Recording, ParticipantId Participant) : ICommand<Result<Invitation>>;

    /// <param name="Token">For <c>/c/{token}</c>; not stored, not shown again.</param>
    public sealed record Invitation(ConsentInvitationId Id, string Token, DateTimeOffset ExpiresAt);

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, ILinkSigner signer, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<Invitation>>
    {
        public async Task<Result<Invitation>> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            var participant = recording?.FindParticipant(command.Participant);
            if (recording is null || participant is null)
            {
                return recording is null ? RecordingErrors.NotFound : RecordingErrors.ParticipantNotFound;
            }

            var now = clock.GetUtcNow();
            var invitation = new ConsentInvitation(
                ConsentInvitationId.New(now), actor.Organization, recording.Id, participant.Id, participant.Person, now, Until(recording, now));
            db.Add(invitation);
            work.Record(new LedgerFact("consent.requested", recording.Id.ToString(), participant.Person, new Dictionary<string, string>
            {
                ["invitation"] = invitation.Id.ToString(),
                ["participant"] = participant.Id.ToString(),
            }));
            var token = signer.Sign(LinkPurpose.Consent, actor.Organization, invitation.Id.Value);
            return new Invitation(invitation.Id, token, invitation.ExpiresAt);
        }

        /// <summary>As long as it is kept: taking an answer back must be as easy as giving it (GDPR art. 7(3)).</summary>
        private static DateTimeOffset Until(Recording recording, DateTimeOffset now) =>
            recording.KeepUntil is { } kept && kept > now + AtLeast ? kept : now + AtLeast;
    }
}
