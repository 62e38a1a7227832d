using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>From the page of a question to one's own recordings: gives an address for the next quarter of a year.</summary>
public static class OpenMyRecordings
{
    [Requires(Permission.None)]
    public sealed record Command(ConsentInvitationId Invitation) : ICommand<Result<string>>;

    internal sealed class Handler(IWriteDb db, IReadDb read, MyRecordingsLinks links, ILinkSigner signer, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<string>>
    {
        /// <summary>Clicking again soon is the same visit, not another address.</summary>
        private static readonly TimeSpan Visit = TimeSpan.FromDays(1);

        /// <returns>The token of the address.</returns>
        public async Task<Result<string>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var invitation = await db.ConsentInvitation(command.Invitation, cancellationToken);
            if (invitation is null || !invitation.IsOpen(now) || await links.Owner(invitation.Person, cancellationToken) is not { } owner || !owner.MayOpenWhatIsFrom(invitation.CreatedAt))
            {
                return ConsentErrors.MyRecordingsNotFound;
            }

            var known = await read.MyRecordingsLinks.Where(l => l.Person == owner.Id).OrderByDescending(l => l.CreatedAt).FirstOrDefaultAsync(cancellationToken);
            if (known is null || now - known.CreatedAt >= Visit || !known.IsOpen(owner, now))
            {
                known = new MyRecordingsLink(MyRecordingsLinkId.New(now), actor.Organization, owner.Id, now);
                db.Add(known);
            }

            return signer.Sign(LinkPurpose.Person, actor.Organization, known.Id.Value);
        }
    }
}
