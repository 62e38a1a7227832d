using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Puts the facts of a call before the rules. The one place that knows where rules and facts come from.</summary>
internal sealed class ConsentGate(IReadDb db, RulePack pack)
{
    /// <summary>How long a track without consent waits, unplayable, before it is destroyed.</summary>
    public static readonly TimeSpan Quarantine = TimeSpan.FromDays(14);

    public async Task<IReadOnlyDictionary<ParticipantId, ConsentDecision>> Decide(Recording recording, IReadOnlyCollection<ConsentEvent> events, CancellationToken ct)
    {
        var establishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(ct);
        return ConsentRules.Decide(pack, establishedIn, recording.Participants, events);
    }

    /// <summary>Decides with what is stored and what this unit of work adds, and lets the recording act on it.</summary>
    public async Task<bool> Apply(Recording recording, IEnumerable<ConsentEvent> added, DateTimeOffset now, CancellationToken ct)
    {
        var events = await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(ct);
        var decisions = await Decide(recording, [.. events, .. added], ct);
        return recording.ApplyConsent(decisions, now + Quarantine);
    }
}
