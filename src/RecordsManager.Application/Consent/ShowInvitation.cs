using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Do you agree? What the consent page shows; reading it changes nothing.</summary>
public static class ShowInvitation
{
    /// <param name="Language">BCP 47; the best notice for it is chosen, English otherwise.</param>
    [Requires(Permission.None)]
    public sealed record Query(ConsentInvitationId Invitation, string Language) : IQuery<Result<View>>;

    /// <param name="Answer">The last answer, if there is one.</param>
    public sealed record View(
        ConsentInvitationId Invitation,
        string Organization,
        string CallTitle,
        DateTimeOffset CallStartedAt,
        string ParticipantName,
        DateTimeOffset? QuarantinedUntil,
        DateTimeOffset? KeepUntil,
        NoticeText Notice,
        IReadOnlyList<string> Languages,
        ConsentEventKind? Answer,
        DateTimeOffset? AnsweredAt,
        ConsentEventId? Event);

    public sealed record NoticeText(NoticeId Id, int Version, string Language, string Title, IReadOnlyList<string> Paragraphs, string Sha256);

    internal sealed class Handler(IReadDb db, PersonNames names, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var invitation = await db.ConsentInvitations.FirstOrDefaultAsync(i => i.Id == query.Invitation, ct);
            if (invitation is null || !invitation.IsOpen(clock.GetUtcNow()))
            {
                return ConsentErrors.InvitationNotFound;
            }

            var recording = await db.Recordings.FirstAsync(r => r.Id == invitation.Recording, ct);
            var name = await names.Of(invitation.Person, ct);
            if (name.IsErased || recording.State == RecordingState.Destroyed)
            {
                return ConsentErrors.InvitationNotFound;
            }

            var notices = await db.Notices.OrderByDescending(n => n.Version).ToListAsync(ct);
            var notice = notices.Find(n => query.Language.StartsWith(n.Language, StringComparison.OrdinalIgnoreCase)) ?? notices.First(n => n.Language == "en");
            var answer = await db.ConsentEvents
                .Where(e => e.Participant == invitation.Participant && e.Kind != ConsentEventKind.Notified && e.Kind != ConsentEventKind.Acknowledged)
                .OrderByDescending(e => e.At).FirstOrDefaultAsync(ct);
            return new View(
                invitation.Id, await db.Organizations.Select(o => o.Name).SingleAsync(ct), recording.Title, recording.StartedAt, name.DisplayName,
                recording.Tracks.Where(t => t.Participant == invitation.Participant).Min(t => t.QuarantinedUntil), recording.KeepUntil,
                new NoticeText(notice.Id, notice.Version, notice.Language, notice.Title, notice.Body.Split('\n'), notice.Sha256),
                [.. notices.Select(n => n.Language).Distinct(StringComparer.Ordinal)],
                answer?.Kind, answer?.At, answer?.Id);
        }
    }
}
