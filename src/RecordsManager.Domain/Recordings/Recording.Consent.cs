using System.Globalization;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Recordings;

/// <summary>The consent gate: what the decisions do to the tracks.</summary>
public sealed partial class Recording
{
    /// <summary>
    /// Applies the windows; the decisions tell why. A track of which nothing may be played is quarantined. Tracks that ended
    /// (rejected, erased, destroyed) stay as they are.
    /// </summary>
    /// <returns>True when what may be played has changed; what may be read is no part of it.</returns>
    public bool ApplyConsent(IReadOnlyDictionary<ParticipantId, ConsentDecision> decisions, ConsentWindows consented, DateTimeOffset quarantinedUntil)
    {
        var (changed, withdrew) = (false, false);
        foreach (var participant in _participants)
        {
            participant.MayBeRead(consented.Of(participant.Id, MediaKinds.Chat));
            participant.IsTranscribed(decisions.GetValueOrDefault(participant.Id)?.For(Purpose.Transcription) is { MayPlay: true });
        }

        foreach (var track in _tracks.Where(t => t.HasBytes))
        {
            var person = FindParticipant(track.Participant)!.Person;
            var decision = decisions.GetValueOrDefault(track.Participant);
            var windows = Stretch.Intersection(track.Kept, consented.Of(track.Participant, track.Kind.Media()));
            withdrew |= decision is not null && decision.Codes.Contains(ReasonCode.ConsentWithdrawn) && !Stretch.Intersection(track.Windows, [.. windows]).SequenceEqual(track.Windows);
            if (windows.Count > 0 && !windows.SequenceEqual(track.Windows))
            {
                var kind = track.State == TrackState.Cleared ? "track.windowed" : "track.cleared";
                track.Clear(windows, quarantinedUntil);
                changed = true;
                RaiseTrack(kind, track, person, decision);
            }
            else if (windows.Count == 0 && track.State == TrackState.Cleared)
            {
                track.Quarantine(quarantinedUntil);
                changed = true;
                RaiseTrack("track.quarantined", track, person, decision);
            }
        }

        var unshared = Share(decisions, ref changed);
        if (changed)
        {
            PlayVersion++;
            WithdrawnVersion = withdrew ? PlayVersion : WithdrawnVersion;
            UnsharedVersion = withdrew || unshared ? PlayVersion : UnsharedVersion;
        }

        return changed;
    }

    /// <returns>True when somebody who could be played through a share link no longer can.</returns>
    private bool Share(IReadOnlyDictionary<ParticipantId, ConsentDecision> decisions, ref bool changed)
    {
        var unshared = false;
        foreach (var participant in _participants)
        {
            var may = decisions.GetValueOrDefault(participant.Id)?.For(Purpose.Sharing) is { MayPlay: true };
            if (may != participant.MayBeShared && _tracks.Exists(t => t.Participant == participant.Id && t.State == TrackState.Cleared))
            {
                changed = true;
                unshared |= !may;
            }

            participant.IsShared(may);
        }

        return unshared;
    }

    /// <summary>
    /// Reminds those who have not answered, once for each step before their deadline. Steps that were slept through are one
    /// reminder, not several at once.
    /// </summary>
    /// <param name="steps">How long before the deadline each falls due, the first step first.</param>
    /// <param name="saidNo">Who refused or withdrew is not asked again: a refusal is without penalty.</param>
    public void Remind(IReadOnlyList<TimeSpan> steps, IReadOnlySet<ParticipantId> saidNo, DateTimeOffset now)
    {
        if (State != RecordingState.Kept || IsHeld)
        {
            return;
        }

        foreach (var waiting in _tracks.Where(t => t.State == TrackState.Quarantined && t.QuarantinedUntil > now && !saidNo.Contains(t.Participant)).GroupBy(t => (t.Participant, Deadline: t.QuarantinedUntil!.Value)))
        {
            var step = steps.Count(before => waiting.Key.Deadline - before <= now);
            if (step <= waiting.Max(t => t.Reminders))
            {
                continue;
            }

            foreach (var track in waiting)
            {
                track.Remind(step);
            }

            Raise(new LedgerFact("consent.reminded", Id.ToString(), FindParticipant(waiting.Key.Participant)!.Person, new Dictionary<string, string>
            {
                ["participant"] = waiting.Key.Participant.ToString(),
                ["step"] = step.ToString(CultureInfo.InvariantCulture),
                ["deadline"] = waiting.Key.Deadline.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["tracks"] = string.Create(CultureInfo.InvariantCulture, $"{waiting.Count()}"),
            }));
        }
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

    /// <summary>Cleared tracks of which parts waited for consent until their deadline; none while a hold stands.</summary>
    public IReadOnlyList<Track> WithOverdueParts(DateTimeOffset now) =>
        IsHeld ? [] : [.. _tracks.Where(t => t.State == TrackState.Cleared && t.QuarantinedUntil <= now)];

    /// <summary>What no consent covered is gone for good; what is covered stays, in another object.</summary>
    /// <returns>The object to destroy.</returns>
    public MediaObjectId RejectParts(Track track, CutMedium medium, CertificateId certificate)
    {
        var (old, sha256, lost) = (track.Object, track.Sha256, Stretch.Difference(track.Kept, track.Windows));
        track.Cut(medium);
        Raise(new LedgerFact("track.part-rejected", Id.ToString(), FindParticipant(track.Participant)!.Person, new Dictionary<string, string>
        {
            ["track"] = track.Id.ToString(),
            ["sha256"] = sha256,
            ["keptSha256"] = medium.Sha256,
            ["destroyedMs"] = Ms(lost),
            ["keptMs"] = Ms(track.Kept),
            ["certificate"] = certificate.ToString(),
            ["reason"] = "no consent before the deadline",
        }));
        return old;
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
            ["tracks"] = objects.Count.ToString(CultureInfo.InvariantCulture),
        }));
        return objects;
    }

    private void RaiseTrack(string kind, Track track, PersonId person, ConsentDecision? decision) =>
        Raise(new LedgerFact(kind, Id.ToString(), person, new Dictionary<string, string>
        {
            ["track"] = track.Id.ToString(),
            ["reasons"] = decision is null ? "" : string.Join(' ', decision.Codes),
            ["windowsMs"] = Ms(track.Windows),
        }));

    private static string Ms(IEnumerable<Stretch> stretches) =>
        string.Join(' ', stretches.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.FromNs / 1_000_000}-{s.ToNs / 1_000_000}")));
}
