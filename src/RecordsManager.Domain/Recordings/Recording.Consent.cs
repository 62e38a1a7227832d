using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Recordings;

/// <summary>The consent gate: what the decisions do to the tracks.</summary>
public sealed partial class Recording
{
    /// <summary>Applies one decision per participant. Tracks that ended (rejected, erased, destroyed) stay as they are.</summary>
    /// <returns>True when what may be played has changed.</returns>
    public bool ApplyConsent(IReadOnlyDictionary<ParticipantId, ConsentDecision> decisions, DateTimeOffset quarantinedUntil)
    {
        var changed = false;
        foreach (var track in _tracks.Where(t => t.HasBytes))
        {
            var person = FindParticipant(track.Participant)!.Person;
            var mayPlay = decisions.TryGetValue(track.Participant, out var decision) && decision.Covers(track.Kind);
            if (mayPlay && track.State != TrackState.Cleared)
            {
                track.Clear();
                changed = true;
                RaiseTrack("track.cleared", track, person, decision!);
            }
            else if (!mayPlay && track.State == TrackState.Cleared)
            {
                track.Quarantine(quarantinedUntil);
                changed = true;
                RaiseTrack("track.quarantined", track, person, decision);
            }
        }

        if (changed)
        {
            PlayVersion++;
        }

        return changed;
    }

    /// <summary>The quarantine's deadline passed without consent: those tracks are gone for good.</summary>
    /// <returns>The objects to destroy.</returns>
    public IReadOnlyList<MediaObjectId> RejectOverdue(CertificateId certificate, DateTimeOffset now)
    {
        if (IsHeld)
        {
            return [];
        }

        List<MediaObjectId> objects = [];
        foreach (var track in _tracks.Where(t => t.State == TrackState.Quarantined && t.QuarantinedUntil <= now))
        {
            track.End(TrackState.Rejected);
            objects.Add(track.Object);
            Raise(new LedgerFact("track.rejected", Id.ToString(), FindParticipant(track.Participant)!.Person, new Dictionary<string, string>
            {
                ["track"] = track.Id.ToString(),
                ["sha256"] = track.Sha256,
                ["certificate"] = certificate.ToString(),
                ["reason"] = "no consent before the deadline",
            }));
        }

        return objects;
    }

    /// <summary>One person leaves; everybody else stays.</summary>
    /// <returns>The person's objects, to destroy.</returns>
    public IReadOnlyList<MediaObjectId> Erase(PersonId person)
    {
        var participant = ParticipantOf(person);
        if (participant is null)
        {
            return [];
        }

        List<MediaObjectId> objects = [];
        foreach (var track in _tracks.Where(t => t.Participant == participant.Id && t.HasBytes))
        {
            track.End(TrackState.Erased);
            objects.Add(track.Object);
        }

        participant.Forget();
        PlayVersion++;
        Raise(new LedgerFact("recording.redacted", Id.ToString(), person, new Dictionary<string, string>
        {
            ["tracks"] = objects.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }));
        return objects;
    }

    private void RaiseTrack(string kind, Track track, PersonId person, ConsentDecision? decision) =>
        Raise(new LedgerFact(kind, Id.ToString(), person, new Dictionary<string, string>
        {
            ["track"] = track.Id.ToString(),
            ["reasons"] = decision is null ? "" : string.Join(' ', decision.Codes),
        }));
}
