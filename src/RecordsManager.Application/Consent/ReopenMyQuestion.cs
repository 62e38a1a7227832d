using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Who looks at their recordings wants to answer again: makes the question for one of them anew.</summary>
public static class ReopenMyQuestion
{
    [Requires(Permission.None)]
    public sealed record Command(PersonId Person, RecordingId Recording) : ICommand<Result<string>>;

    internal sealed class Handler(IWriteDb db, ConsentInvitations invitations, ILinkSigner signer, ICurrentActor actor) : IRequestHandler<Command, Result<string>>
    {
        /// <returns>The token of the question.</returns>
        public async Task<Result<string>> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            var person = await db.Person(command.Person, cancellationToken);
            return recording?.ParticipantOf(command.Person) is { } participant && person is { IsErased: false } && recording.State != RecordingState.Destroyed
                ? signer.Sign(LinkPurpose.Consent, actor.Organization, invitations.Make(recording, participant).Id.Value)
                : ConsentErrors.InvitationNotFound;
        }
    }
}
