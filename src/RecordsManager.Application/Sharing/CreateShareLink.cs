using System.Text;
using MediatR;
using RecordsManager.Application.Keys;
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
    public sealed record Command(RecordingId Recording, string Recipient, string SharedBy, DateTimeOffset ExpiresAt, Conditions? Under = null) : ICommand<Result<Created>>;

    /// <param name="StartsAt">Not before; null: at once.</param>
    /// <param name="Plays">How often at most; null: as often as they like.</param>
    /// <param name="Part">Of the timeline; it is widened to whole fragments.</param>
    /// <param name="Reason">For the organization, not for the recipient.</param>
    /// <param name="Mail">Where one-time codes are sent; null: none is asked for.</param>
    /// <param name="AllowsDownload">Only who may take files themselves can allow it.</param>
    /// <param name="Speakers">Who alone is heard and seen; null: everybody who agreed to sharing.</param>
    public sealed record Conditions(
        DateTimeOffset? StartsAt = null, int? Plays = null, Stretch? Part = null, bool WithoutChat = false, string? Reason = null, string? Passphrase = null, string? Mail = null, bool AllowsDownload = false,
        IReadOnlyList<ParticipantId>? Speakers = null);

    /// <param name="Token">For <c>/s/{token}</c>.</param>
    /// <param name="Part">What really plays; null: all of it.</param>
    public sealed record Created(ShareLinkId Id, string Token, DateTimeOffset ExpiresAt, Stretch? Part);

    internal sealed class Handler(IWriteDb db, SharedParts parts, ShareTermsSeal seal, ILinkSigner signer, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<Created>>
    {
        public async Task<Result<Created>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            if (string.IsNullOrWhiteSpace(command.Recipient) || command.Recipient.Length > 200)
            {
                return ShareErrors.RecipientMissing;
            }

            if (command.ExpiresAt < now.AddMinutes(1) || command.ExpiresAt > now + ShareLink.Longest)
            {
                return ShareErrors.ExpiryOutOfRange;
            }

            var under = command.Under ?? new Conditions();
            if (seal.Refuses(under, command.ExpiresAt) is { } wrong)
            {
                return wrong;
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

            if (under.Speakers is { } speakers && !MayBe(recording, speakers))
            {
                return ShareErrors.SpeakersUnknown;
            }

            Stretch? part = null;
            if (SharedParts.Asked(under.Part) is { } asked)
            {
                var widened = await parts.Widen(recording, asked, under.Speakers, cancellationToken);
                if (widened.Error is { } refused)
                {
                    return refused;
                }

                part = widened.Value;
            }

            var id = ShareLinkId.New(now);
            db.Add(ShareLink.Create(
                id, actor.Organization, recording.Id,
                await seal.Seal(SealedContexts.ShareRecipient(id), command.Recipient, cancellationToken),
                await seal.Seal(SealedContexts.ShareSharer(id), command.SharedBy, cancellationToken),
                now, await seal.Terms(id, command.ExpiresAt, under, part, cancellationToken)));
            return new Created(id, signer.Sign(LinkPurpose.Share, actor.Organization, id.Value), command.ExpiresAt, part);
        }

        private static bool MayBe(Recording recording, IReadOnlyList<ParticipantId> speakers)
        {
            var shared = recording.Playable(throughLink: true).Where(t => speakers.Contains(t.Participant)).ToList();
            return shared.Exists(t => t.Kind.IsAudio()) && speakers.All(s => shared.Exists(t => t.Participant == s));
        }
    }
}
