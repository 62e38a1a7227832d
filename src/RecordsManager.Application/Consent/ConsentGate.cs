using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Puts the facts of a call before the rules. The one place that knows where rules, terms and facts come from.</summary>
internal sealed class ConsentGate(IReadDb db, RulePack pack, TimeProvider clock)
{
    /// <summary>How long a track without consent waits, unplayable, before it is destroyed.</summary>
    public static readonly TimeSpan Quarantine = TimeSpan.FromDays(14);

    /// <param name="events">Of this recording; those after <paramref name="at"/> do not count.</param>
    public async Task<IReadOnlyDictionary<ParticipantId, ConsentDecision>> Decide(
        Recording recording, IReadOnlyCollection<ConsentEvent> events, CancellationToken ct, DateTimeOffset? at = null)
    {
        var establishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(ct);
        return ConsentRules.Decide(Facts(recording, establishedIn, events, at ?? Latest(events)), pack, ConsentTerms.Default);
    }

    /// <summary>Which stretches of the timeline each participant's consent covers.</summary>
    public async Task<ConsentWindows> Windows(Recording recording, IReadOnlyCollection<ConsentEvent> events, CancellationToken ct)
    {
        var establishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(ct);
        return ConsentWindows.Of(
            at => Facts(recording, establishedIn, events, at), recording.DurationNs,
            recording.Participants.SelectMany(p => p.Whereabouts).Select(w => w.Since), pack, ConsentTerms.Default);
    }

    /// <summary>Decides with what is stored and what this unit of work adds, and lets the recording act on it.</summary>
    public async Task<bool> Apply(Recording recording, IEnumerable<ConsentEvent> added, DateTimeOffset now, CancellationToken ct)
    {
        List<ConsentEvent> events = [.. await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(ct), .. added];
        return recording.ApplyConsent(await Decide(recording, events, ct), await Windows(recording, events, ct), now + Quarantine);
    }

    /// <summary>Clocks of SFUs run a little ahead: what was accepted counts at once.</summary>
    private DateTimeOffset Latest(IReadOnlyCollection<ConsentEvent> events) =>
        events.Select(e => e.At).Append(clock.GetUtcNow()).Max();

    /// <summary>Where they were at that moment: a move makes nothing unlawful that was captured before it.</summary>
    private static AskedParticipant Asked(Participant participant, DateTimeOffset at)
    {
        var where = participant.WhereaboutsAt(at);
        return new AskedParticipant(
            participant.Id, where?.Locations ?? [], where?.Source ?? LocationSource.Unknown, participant.Role, participant.AgeBand, participant.AgeYears, participant.Language);
    }

    private static CallFacts Facts(Recording recording, string establishedIn, IReadOnlyCollection<ConsentEvent> events, DateTimeOffset at) => new()
    {
        Medium = recording.Medium,
        EstablishedIn = establishedIn,
        RecordedIn = recording.RecordedIn,
        StartsAt = recording.StartedAt,
        Purposes = recording.Purposes,
        Features = recording.Features,
        Participants = [.. recording.Participants.Select(p => Asked(p, at))],
        Events = [.. events.OrderBy(e => e.At).ThenBy(e => e.Id.Value).Select((e, order) => new ConsentFact(
            e.Participant, e.Kind, e.At, order, e.Notice?.ToString(), e.Language, e.NoticeOnRecording, e.Purposes, e.Media, e.By == ConsentSpeaker.Guardian, Reach: e.Reach))],
        At = at,
    };
}
