using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Who looks at their recordings wants to answer again: makes the question for one of them anew.</summary>
public static class ReopenMyQuestion
{
    [Requires(Permission.None)]
    public sealed record Command(MyRecordingsLinkId Link, RecordingId Recording) : ICommand<Result<string>>;

    internal sealed class Handler(IWriteDb db, MyRecordingsLinks links, ConsentInvitations invitations, ILinkSigner signer, ICurrentActor actor) : IRequestHandler<Command, Result<string>>
    {
        /// <returns>The token of the question.</returns>
        public async Task<Result<string>> Handle(Command command, CancellationToken cancellationToken)
        {
            var link = await links.Open(command.Link, cancellationToken);
            var recording = await db.Recording(command.Recording, cancellationToken);
            return link is not null && recording?.ParticipantOf(link.Person) is { } participant && recording.State != RecordingState.Destroyed
                ? signer.Sign(LinkPurpose.Consent, actor.Organization, invitations.Make(recording, participant).Id.Value)
                : ConsentErrors.MyRecordingsNotFound;
        }
    }
}
