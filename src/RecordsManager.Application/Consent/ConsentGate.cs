using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Puts the facts of a call before the rules. The one place that knows where rules, terms and facts come from.</summary>
internal sealed class ConsentGate(IReadDb db, RuleBooks rules, TimeProvider clock)
{
    private PolicyTerms? _policy;

    /// <summary>The organization's terms in force; read once in a unit of work.</summary>
    public async Task<PolicyTerms> Policy(CancellationToken ct) =>
        _policy ??= (await db.ConsentPolicies.OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct))?.Terms ?? new PolicyTerms();

    /// <summary>From here on, decisions of this unit of work are made under these terms: those it puts in force, or tries.</summary>
    public void Under(PolicyTerms terms) => _policy = terms;

    /// <summary>How long a track without consent waits, unplayable, before it is destroyed.</summary>
    public async Task<TimeSpan> Quarantine(CancellationToken ct) => TimeSpan.FromDays((await Policy(ct)).QuarantineDays);

    /// <param name="events">Of this recording; those after <paramref name="at"/> do not count.</param>
    public async Task<IReadOnlyDictionary<ParticipantId, ConsentDecision>> Decide(
        Recording recording, IReadOnlyCollection<ConsentEvent> events, CancellationToken ct, DateTimeOffset? at = null)
    {
        var establishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(ct);
        var moment = at ?? Latest(events);
        return ConsentRules.Decide(Facts(recording, establishedIn, events, moment), await Rules(recording, moment, ct), (await Policy(ct)).At(clock.GetUtcNow()));
    }

    /// <summary>For capturing at this moment: who has left decides no longer for those who are here (consent-model.md, section 1).</summary>
    public async Task<IReadOnlyDictionary<ParticipantId, ConsentDecision>> DecideNow(Recording recording, IReadOnlyCollection<ConsentEvent> events, CancellationToken ct)
    {
        var decisions = (await Decide(recording, events, ct)).ToDictionary();
        var left = recording.Participants.Where(p => p is { IsPresent: false, Marks.Count: > 0 }).Select(p => p.Id).ToHashSet();
        if (recording.IsLive && left.Count > 0)
        {
            var establishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(ct);
            var facts = Facts(recording, establishedIn, events, Latest(events));
            foreach (var (id, decision) in ConsentRules.Decide(facts with { Participants = [.. facts.Participants.Where(p => !left.Contains(p.Id))] }, await Rules(recording, clock.GetUtcNow(), ct), (await Policy(ct)).At(clock.GetUtcNow())))
            {
                decisions[id] = decision;
            }
        }

        return decisions;
    }

    /// <summary>As it was decided then.</summary>
    /// <param name="events">Those that had been written by then.</param>
    public async Task<IReadOnlyDictionary<ParticipantId, ConsentDecision>> DecideAsOf(
        Recording recording, IReadOnlyCollection<ConsentEvent> events, PolicyTerms policy, DateTimeOffset asOf, CancellationToken ct)
    {
        var establishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(ct);
        var facts = Facts(recording, establishedIn, events, events.Select(e => e.At).Append(asOf).Max());
        return ConsentRules.Decide(facts with { Participants = [.. facts.Participants.Where(p => p.Id.MadeAt <= asOf)] }, await Rules(recording, asOf, ct), policy.At(asOf));
    }

    /// <summary>Of a call that is made up.</summary>
    public async Task<IReadOnlyDictionary<ParticipantId, ConsentDecision>> Try(CallFacts facts, CancellationToken ct) =>
        ConsentRules.Decide(facts, (await rules.Book(ct)).At(facts.At), (await Policy(ct)).At(facts.At));

    /// <summary>When the decision on a call that runs changes by itself; null: not by the passing of time.</summary>
    public async Task<DateTimeOffset?> NextChange(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var changes = (await rules.Book(ct)).Changes.Concat((await Policy(ct)).Overrides.Select(o => o.Until)).Where(at => at > now).ToList();
        return changes.Count > 0 ? changes.Min() : null;
    }

    /// <summary>Which stretches of the timeline each participant's consent covers.</summary>
    public async Task<ConsentWindows> Windows(Recording recording, IReadOnlyCollection<ConsentEvent> events, CancellationToken ct)
    {
        var establishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(ct);
        return ConsentWindows.Of(
            at => Facts(recording, establishedIn, events, at), recording.DurationNs,
            recording.Participants.SelectMany(p => p.Whereabouts).Select(w => w.Since), await rules.Book(ct), (await Policy(ct)).At(clock.GetUtcNow()));
    }

    /// <summary>Decides with what is stored and what this unit of work adds, and lets the recording act on it.</summary>
    public async Task<bool> Apply(Recording recording, IEnumerable<ConsentEvent> added, DateTimeOffset now, CancellationToken ct)
    {
        List<ConsentEvent> events = [.. await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(ct), .. added];
        return recording.ApplyConsent(await Decide(recording, events, ct), await Windows(recording, events, ct), now + await Quarantine(ct));
    }

    public async Task<bool> NeedsGuardian(Participant participant, CancellationToken ct) =>
        ConsentRules.NeedsGuardian(Asked(participant, clock.GetUtcNow()), (await rules.Book(ct)).At(clock.GetUtcNow()));

    /// <summary>Those in force at that moment while the call runs, and those of its end afterwards: what was captured lawfully stays so.</summary>
    private async Task<RulePack> Rules(Recording recording, DateTimeOffset at, CancellationToken ct) =>
        (await rules.Book(ct)).At(recording.OverAt is { } over && over < at ? over : at);

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
        Events = [.. events.InOrder().Select((e, order) => new ConsentFact(
            e.Participant, e.Kind, e.At, order, e.Notice?.ToString(), e.Language, e.NoticeOnRecording, e.Purposes, e.Media, e.By == ConsentSpeaker.Guardian, Reach: e.Reach))],
        At = at,
    };
}
