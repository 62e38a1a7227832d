using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>The questions that stand: one makes them, asking the same participant again finds the one that is open.</summary>
internal sealed class ConsentInvitations(IWriteDb db, IReadDb read, IUnitOfWork work, ICurrentActor actor, TimeProvider clock)
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromDays(14);

    public ConsentInvitation Make(Recording recording, Participant participant)
    {
        var now = clock.GetUtcNow();
        var invitation = new ConsentInvitation(
            ConsentInvitationId.New(now), actor.Organization, recording.Id, participant.Id, participant.Person, now, Until(recording, now));
        db.Add(invitation);
        work.Record(new LedgerFact("consent.requested", recording.Id.ToString(), participant.Person, new Dictionary<string, string>
        {
            ["invitation"] = invitation.Id.ToString(),
            ["participant"] = participant.Id.ToString(),
        }));
        return invitation;
    }

    /// <summary>For each of them who has no open question yet.</summary>
    public async Task Ask(Recording recording, IEnumerable<Participant> participants, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var asked = await read.ConsentInvitations.Where(i => i.Recording == recording.Id && i.ExpiresAt > now).Select(i => i.Participant).ToListAsync(ct);
        foreach (var participant in participants.DistinctBy(p => p.Id).Where(p => !asked.Contains(p.Id)))
        {
            Make(recording, participant);
        }
    }

    /// <summary>As long as it is kept: taking an answer back must be as easy as giving it (GDPR art. 7(3)).</summary>
    private static DateTimeOffset Until(Recording recording, DateTimeOffset now) =>
        recording.KeepUntil is { } kept && kept > now + AtLeast ? kept : now + AtLeast;
}
