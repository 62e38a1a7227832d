using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Do you agree? What the consent page shows; reading it changes nothing.</summary>
public static class ShowInvitation
{
    /// <param name="Language">BCP 47; the best notice for it is chosen, English otherwise.</param>
    [Requires(Permission.None)]
    public sealed record Query(ConsentInvitationId Invitation, string Language) : IQuery<Result<View>>;

    /// <param name="IsLive">The call goes on: a withdrawal can be from now on only.</param>
    /// <param name="Own">The last answer of the participant, if there is one.</param>
    /// <param name="Guardian">The last answer of a parent or guardian, where one is needed or was given.</param>
    /// <param name="NeedsGuardian">The participant is a child: a parent or guardian answers too.</param>
    /// <param name="Origins">Where the page may be framed.</param>
    public sealed record View(
        ConsentInvitationId Invitation,
        PersonId Person,
        string Organization,
        string CallTitle,
        DateTimeOffset CallStartedAt,
        bool IsLive,
        string ParticipantName,
        DateTimeOffset? QuarantinedUntil,
        DateTimeOffset? KeepUntil,
        Shown Notice,
        IReadOnlyList<string> Languages,
        MediaKinds Media,
        GivenAnswer? Own,
        bool NeedsGuardian,
        GivenAnswer? Guardian,
        IReadOnlyList<string> Origins);

    /// <param name="Asked">The purposes whose parts are shown.</param>
    public sealed record Shown(NoticeId Id, int Version, string Language, NoticeText Text, IReadOnlyList<string> Asked, string Sha256)
    {
        public static Shown Of(NoticeId id, ShownNotice shown) => new(id, shown.Version, shown.Language, shown.Text, shown.Purposes, shown.Sha256);
    }

    public sealed record GivenAnswer(ConsentEventId Event, ConsentEventKind Kind, DateTimeOffset At, int? NoticeVersion, IReadOnlyList<string> Purposes, MediaKinds Media)
    {
        public bool Agrees => Kind == ConsentEventKind.Granted;
    }

    internal sealed class Handler(IReadDb db, PersonNames names, ConsentGate gate, TimeProvider clock) : IRequestHandler<Query, Result<View>>
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
            var notice = notices.Find(n => LanguageTag.Serves(n.Language, query.Language)) ?? notices.First(n => n.Language == "en");
            var said = (await db.ConsentEvents.Where(e => e.Participant == invitation.Participant).ToListAsync(ct)).ToLookup(e => e.By == ConsentSpeaker.Guardian);
            var guardian = StandingAnswer.Of(said[true]);
            return new View(
                invitation.Id, invitation.Person, await db.Organizations.Select(o => o.Name).SingleAsync(ct), recording.Title, recording.StartedAt, recording.IsLive, name.DisplayName,
                recording.Tracks.Where(t => t.Participant == invitation.Participant).Min(t => t.QuarantinedUntil), recording.KeepUntil,
                Shown.Of(notice.Id, notice.Shown(notice.Asks(recording.Purposes))),
                [.. notices.Select(n => n.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                recording.Medium == CallMedium.Video ? MediaKinds.All : MediaKinds.Audio,
                Of(StandingAnswer.Of(said[false]), notices),
                guardian is not null || await gate.NeedsGuardian(recording.FindParticipant(invitation.Participant)!, cancellationToken),
                Of(guardian, notices),
                await db.WidgetOrigins.Select(o => o.Origin).OrderBy(o => o).ToListAsync(ct));
        }

        private static GivenAnswer? Of(StandingAnswer? standing, List<Notice> notices) => standing is not { Answer: var answer }
            ? null
            : new GivenAnswer(answer.Id, answer.Kind, answer.At, notices.Find(n => n.Id == answer.Notice)?.Version, standing.Purposes, answer.Media);
    }
}
