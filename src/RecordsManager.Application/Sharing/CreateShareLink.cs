using System.Text;
using MediatR;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Who gets what until when?</summary>
public static class CreateShareLink
{
    /// <param name="SharedBy">Shown to the recipient, also when the link is dead.</param>
    [Requires(Permission.RecordingsShare)]
    public sealed record Command(RecordingId Recording, string Recipient, string SharedBy, DateTimeOffset ExpiresAt) : ICommand<Result<Created>>;

    /// <param name="Token">For <c>/s/{token}</c>.</param>
    public sealed record Created(ShareLinkId Id, string Token, DateTimeOffset ExpiresAt);

    internal sealed class Handler(IWriteDb db, IOrganizationCipher cipher, ILinkSigner signer, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<Created>>
    {
        public async Task<Result<Created>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            if (string.IsNullOrWhiteSpace(command.Recipient) || command.Recipient.Length > 200)
            {
                return ShareErrors.RecipientMissing;
            }

            if (command.ExpiresAt < now.AddMinutes(1) || command.ExpiresAt > now.AddDays(90))
            {
                return ShareErrors.ExpiryOutOfRange;
            }

            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            if (!recording.IsPlayable)
            {
                return RecordingErrors.NothingPlayable;
            }

            if (!recording.IsShareable)
            {
                return ShareErrors.NobodyAgreed;
            }

            var id = ShareLinkId.New(now);
            db.Add(ShareLink.Create(
                id, actor.Organization, recording.Id,
                await Seal(SealedContexts.ShareRecipient(id), command.Recipient.Trim(), cancellationToken),
                await Seal(SealedContexts.ShareSharer(id), command.SharedBy, cancellationToken),
                now, command.ExpiresAt));
            return new Created(id, signer.Sign(LinkPurpose.Share, actor.Organization, id.Value), command.ExpiresAt);
        }

        private Task<byte[]> Seal(string context, string text, CancellationToken ct) =>
            cipher.Seal(actor.Organization, context, Encoding.UTF8.GetBytes(text), ct);
    }
}
