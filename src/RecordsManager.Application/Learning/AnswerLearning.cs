using System.Text;
using MediatR;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Learning;

/// <summary>
/// Who watches agrees, or does not, or no longer. A no deletes at once what was recorded of them, with every statement that still
/// waits; what the store has already it keeps, under a name that leads nowhere any more.
/// </summary>
public static class AnswerLearning
{
    /// <param name="Link">Null for somebody signed in.</param>
    /// <param name="Mail">Of who is signed in; of a link's recipient the link knows it.</param>
    [RepeatsOnConflict]
    [Requires(Permission.None)]
    public sealed record Command(RecordingId Recording, ShareLinkId? Link, bool Agrees, string? Mail = null) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, PlaybackGate gate, IOrganizationCipher cipher, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var viewer = LearningDesk.CanBeAsked(actor) ? await db.LearningViewer(actor.Id, ct) : null;
            if (!command.Agrees && viewer is { HasAgreed: true })
            {
                viewer.Refuse(clock.GetUtcNow()); // also when it was switched off, or may no longer be played
                foreach (var registration in await db.LearningRegistrationsOf(actor.Id, ct))
                {
                    db.Remove(registration);
                }

                return Result.Ok;
            }

            if (!LearningDesk.CanBeAsked(actor) || await db.LearningStore(ct) is not { IsOn: true })
            {
                return LearningErrors.Off;
            }

            var opened = await gate.Open(command.Recording, command.Link, ct);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            if (viewer is null)
            {
                viewer = new LearningViewer(actor.Organization, actor.Id);
                db.Add(viewer);
            }

            if (command.Agrees)
            {
                viewer.Agree(Guid.NewGuid(), await IndexOf(opened.Value.Link, command.Mail, ct), clock.GetUtcNow());
            }
            else
            {
                viewer.Refuse(clock.GetUtcNow());
            }

            return Result.Ok;
        }

        private async Task<byte[]?> IndexOf(ShareLink? link, string? mail, CancellationToken ct)
        {
            var known = link is null ? mail
                : link.SealedMail is { } sealedMail ? Encoding.UTF8.GetString(await cipher.Open(actor.Organization, SealedContexts.ShareMail(link.Id), sealedMail, ct))
                : null;
            return string.IsNullOrWhiteSpace(known) ? null : await cipher.BlindIndex(actor.Organization, CallDirectory.PersonIdentity, known.Trim().ToLowerInvariant(), ct);
        }
    }
}
