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

/// <summary>What do they have of me? Everything one person answered, and every recording with them in it. Nobody else appears.</summary>
public static class ShowMyRecordings
{
    [Requires(Permission.None)]
    public sealed record Query(MyRecordingsLinkId Link) : IQuery<Result<View>>;

    public sealed record View(string Organization, string Name, DateTimeOffset LinkExpiresAt, IReadOnlyList<Row> Recordings);

    /// <param name="State">Of their own part.</param>
    /// <param name="AgreedTo">The purposes of their standing yes, each of which can be taken back; none without one.</param>
    public sealed record Row(RecordingId Recording, string Title, DateTimeOffset StartedAt, MyPart State, DateTimeOffset? Until, IReadOnlyList<string> AgreedTo, IReadOnlyList<Answer> Answers);

    public sealed record Answer(ConsentEventId Event, ConsentEventKind Kind, ConsentSpeaker By, DateTimeOffset At, IReadOnlyList<string> Purposes);

    public enum MyPart
    {
        /// <summary>Nothing of them has arrived.</summary>
        Nothing,
        Kept,

        /// <summary>Nobody sees or hears it; destroyed at the deadline without a yes.</summary>
        Locked,
        Destroyed,
    }

    internal sealed class Handler(IReadDb db, MyRecordingsLinks links, PersonNames names) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (await links.Open(query.Link, ct) is not { Person: var person } link)
            {
                return ConsentErrors.MyRecordingsNotFound;
            }

            var recordings = await db.Recordings.Where(r => r.Participants.Any(p => p.Person == person)).OrderByDescending(r => r.StartedAt).ToListAsync(ct);
            var answers = (await db.ConsentEvents.Where(e => e.Person == person).ToListAsync(ct)).InOrder().Reverse().ToList();
            return new View(
                await db.Organizations.Select(o => o.Name).SingleAsync(ct),
                (await names.Of(person, ct)).DisplayName,
                link.ExpiresAt,
                recordings.ConvertAll(r => Of(r, person, answers.FindAll(e => e.Recording == r.Id))));
        }

        private static Row Of(Recording recording, PersonId person, List<ConsentEvent> answers)
        {
            var tracks = recording.Tracks.Where(t => t.Participant == recording.ParticipantOf(person)!.Id).ToList();
            var (state, until) = tracks switch
            {
                [] => (MyPart.Nothing, (DateTimeOffset?)null),
                _ when tracks.TrueForAll(t => !t.HasBytes) => (MyPart.Destroyed, null),
                _ when tracks.Exists(t => t.State == TrackState.Cleared) => (MyPart.Kept, recording.KeepUntil),
                _ => (MyPart.Locked, tracks.Min(t => t.QuarantinedUntil)),
            };
            var agreed = recording.State != RecordingState.Destroyed && StandingAnswer.Of(answers.Where(e => e.By != ConsentSpeaker.Guardian)) is { Agrees: true } standing ? standing.Purposes : [];
            return new Row(recording.Id, recording.Title, recording.StartedAt, state, until, agreed, [.. answers.Select(e => new Answer(e.Id, e.Kind, e.By, e.At, e.Purposes))]);
        }
    }
}
