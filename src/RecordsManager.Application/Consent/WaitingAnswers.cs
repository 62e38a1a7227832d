using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>One person whose tracks wait for an answer.</summary>
/// <param name="Deadline">Then their tracks are destroyed.</param>
/// <param name="Reminders">How many there were.</param>
/// <param name="Next">When the next falls due; null: there is none to come.</param>
/// <param name="SaidNo">They refused or withdrew: they are not reminded, and their tracks wait for the deadline only.</param>
public sealed record WaitingAnswer(RecordingId Recording, string Title, ParticipantId Participant, PersonName Person, DateTimeOffset Deadline, int Reminders, DateTimeOffset? Next, bool SaidNo, bool IsHeld);

/// <summary>Whose answer is waited for, the nearest deadline first.</summary>
internal sealed class WaitingAnswers(IReadDb db, PersonNames names, ConsentGate gate)
{
    public async Task<IReadOnlyList<WaitingAnswer>> All(CancellationToken ct)
    {
        var steps = ReminderSteps.Of(await gate.Quarantine(ct));
        var recordings = await db.Recordings
            .Where(r => r.State == RecordingState.Kept && r.Tracks.Any(t => t.State == TrackState.Quarantined))
            .ToListAsync(ct);
        var ids = recordings.ConvertAll(r => r.Id);
        var no = SaidNo(await db.ConsentEvents.Where(e => ids.Contains(e.Recording)).ToListAsync(ct));
        var people = await names.Of(recordings.SelectMany(r => r.Participants).Select(p => p.Person), ct);
        return [.. recordings.SelectMany(recording => recording.Tracks
            .Where(t => t is { State: TrackState.Quarantined, QuarantinedUntil: not null })
            .GroupBy(t => t.Participant)
            .Select(tracks =>
            {
                var next = tracks.MinBy(t => t.QuarantinedUntil)!;
                var said = no.Contains(tracks.Key);
                return new WaitingAnswer(
                    recording.Id, recording.Title, tracks.Key, people[recording.FindParticipant(tracks.Key)!.Person], next.QuarantinedUntil!.Value, next.Reminders,
                    said || recording.IsHeld ? null : ReminderSteps.Next(steps, next.QuarantinedUntil.Value, next.Reminders), said, recording.IsHeld);
            })).OrderBy(w => w.Deadline).ThenBy(w => w.Title, StringComparer.Ordinal)];
    }

    /// <summary>Whose last answer is a no.</summary>
    public static IReadOnlySet<ParticipantId> SaidNo(IEnumerable<ConsentEvent> events) =>
        events.Where(e => e.IsAnswer).GroupBy(e => e.Participant)
            .Where(said => said.InOrder().Last().Kind != ConsentEventKind.Granted)
            .Select(said => said.Key).ToHashSet();
}
