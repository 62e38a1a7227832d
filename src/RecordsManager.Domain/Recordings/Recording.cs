using System.Globalization;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Recordings;

public enum RecordingState
{
    /// <summary>The call was announced; no media has arrived.</summary>
    Announced,
    Kept,

    /// <summary>Soft-deleted: nobody plays it, it can be restored until the grace ends.</summary>
    InBin,
    Destroyed,
}

/// <summary>The record of a call: participants, tracks and the state that policy puts it in. The central aggregate.</summary>
public sealed partial class Recording : AggregateRoot
{
    private readonly List<Participant> _participants = [];
    private readonly List<Track> _tracks = [];
    private readonly List<LegalHold> _holds = [];

    private Recording()
    {
    }

    public RecordingId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public ConversationId Conversation { get; private set; }

    public string Source { get; private set; } = "";

    /// <summary>The call's id at its source; with the source it is unique in the organization.</summary>
    public string ExternalId { get; private set; } = "";

    /// <summary>The id under which its first delivery came, where that is not <see cref="ExternalId"/>: an SFU may name a recording only once it runs.</summary>
    public string? DeliveredId { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>Zero of the timeline.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>True once zero is known: from then on every delivery is placed on this timeline.</summary>
    public bool HasStart { get; private set; }

    public long DurationNs { get; private set; }

    public RecordingState State { get; private set; }

    /// <summary>The end of the retention: when it goes to the bin.</summary>
    public DateTimeOffset? KeepUntil { get; private set; }

    public DateTimeOffset? BinUntil { get; private set; }

    public DateTimeOffset? DestroyedAt { get; private set; }

    /// <summary>Grows with every change of what may be played; derivatives know the version they were planned for.</summary>
    public int PlayVersion { get; private set; }

    /// <summary>The <see cref="PlayVersion"/> that the derivatives were last planned for.</summary>
    public int PlannedVersion { get; private set; }

    /// <summary>The <see cref="PlayVersion"/> that the last withdrawal of a consent made; who plays an older one is told why it stopped.</summary>
    public int WithdrawnVersion { get; private set; }

    /// <summary>The same for who watches through a share link: also the last withdrawal of a consent to sharing.</summary>
    public int UnsharedVersion { get; private set; }

    public IReadOnlyList<Participant> Participants => _participants;

    public IReadOnlyList<Track> Tracks => _tracks;

    public IReadOnlyList<LegalHold> Holds => _holds;

    /// <summary>Why nothing can be written of it any more, or yet; null: it is kept.</summary>
    public Error? NotKept => State switch
    {
        RecordingState.Kept => null,
        RecordingState.InBin => RecordingErrors.AlreadyInBin,
        RecordingState.Destroyed => RecordingErrors.Destroyed,
        _ => RecordingErrors.NothingPlayable,
    };

    public bool IsHeld => _holds.Exists(h => h.Stands);

    public bool IsPlayable => State == RecordingState.Kept && _tracks.Exists(t => t.State == TrackState.Cleared);

    /// <summary>A share link has something to play.</summary>
    public bool IsShareable => State == RecordingState.Kept && Playable(throughLink: true).Any();

    /// <summary>Somebody who may be played agreed to no sharing: recipients get a mix and scenes of their own, without them.</summary>
    public bool IsSharedInPart => Playable(throughLink: true).Count() != Playable(throughLink: false).Count();

    /// <summary>The tracks of which something may be played; through a share link, of those who agreed to sharing.</summary>
    public IEnumerable<Track> Playable(bool throughLink) =>
        _tracks.Where(t => t.State == TrackState.Cleared && (!throughLink || FindParticipant(t.Participant)!.MayBeShared));

    /// <summary>
    /// How much of what may be played now is made. Between a new answer and the next plan the old derivatives still stand: they
    /// are no longer what should be played.
    /// </summary>
    /// <param name="derivatives">All of this recording.</param>
    /// <param name="throughLink">Asked for who watches through a share link.</param>
    public Readiness ReadinessOf(IReadOnlyCollection<Derivative> derivatives, bool throughLink)
    {
        var played = PlayedBy(derivatives, throughLink);
        return !(throughLink ? IsShareable : IsPlayable) || PlannedVersion != PlayVersion || played.Count == 0 ? Readiness.Nothing
            : played.TrueForAll(d => d.State == DerivativeState.Ready) ? Readiness.Whole
            : played.Exists(d => d is { Kind: DerivativeKind.Mix, State: DerivativeState.Ready }) || IsEveryVoiceMade(derivatives, throughLink) ? Readiness.Sound
            : Readiness.Nothing;
    }

    /// <summary>Who listens hears the sum of the stems until the mix is made.</summary>
    private bool IsEveryVoiceMade(IReadOnlyCollection<Derivative> derivatives, bool throughLink)
    {
        var made = derivatives.Where(d => d is { Kind: DerivativeKind.Stem, State: DerivativeState.Ready }).Select(d => d.Participant).ToHashSet();
        var voices = Playable(throughLink).Where(t => t.Kind.IsAudio()).Select(t => (ParticipantId?)t.Participant).ToList();
        return voices.Count > 0 && voices.TrueForAll(made.Contains);
    }

    /// <summary>How far its pictures are made, 0 to 1; 1 where there are none.</summary>
    public double PictureOf(IReadOnlyCollection<Derivative> derivatives, bool throughLink) =>
        PlayedBy(derivatives, throughLink).Where(d => d.Kind == DerivativeKind.Scene).Select(d => d.Progress).DefaultIfEmpty(1).Average();

    private List<Derivative> PlayedBy(IReadOnlyCollection<Derivative> derivatives, bool throughLink) =>
        [.. derivatives.Where(d => d.Kind is DerivativeKind.Mix or DerivativeKind.Scene && d.ForRecipients == (throughLink && IsSharedInPart))];

    public static Recording Announce(
        RecordingId id, OrganizationId organization, ConversationId conversation, string source, string externalId, string title, DateTimeOffset? startsAt, DateTimeOffset now)
    {
        var recording = new Recording
        {
            Id = id,
            Organization = organization,
            Conversation = conversation,
            Source = source,
            ExternalId = externalId,
            Title = title,
            StartedAt = startsAt ?? now,
            HasStart = startsAt is not null,
            State = RecordingState.Announced,
            Purposes = Purpose.Asked,
        };
        recording.Raise(new LedgerFact("recording.announced", id.ToString(), null, new Dictionary<string, string> { ["source"] = source }));
        return recording;
    }

    public void Planned() => PlannedVersion = PlayVersion;

    public Participant? ParticipantOf(PersonId person) => _participants.Find(p => p.Person == person);

    public Participant? FindParticipant(ParticipantId id) => _participants.Find(p => p.Id == id);

    /// <summary>Somebody whom a delivery or the product names. The same person again is the same participant; a place that was known stays.</summary>
    public Participant Join(PersonId person, string? role, string? location, DateTimeOffset now)
    {
        var participant = ParticipantOf(person) ?? Add(person, new ParticipantFacts(role), now);
        if (location is not null && participant.Locations.Count == 0)
        {
            participant.IsAt([location], LocationSource.Declared, now);
        }

        return participant;
    }

    /// <summary>This announced call is what came as <paramref name="deliveredId"/>.</summary>
    public void DeliveredAs(string deliveredId) => DeliveredId = deliveredId;

    /// <summary>Where a delivery's zero lies on this recording's timeline, in nanoseconds; the first delivery defines zero unless the call was announced with its start.</summary>
    public long Place(DateTimeOffset deliveryStartedAt)
    {
        if (!HasStart)
        {
            StartedAt = deliveryStartedAt;
            HasStart = true;
            DurationNs = EndedAt is { } end ? Math.Max(0, NsOf(end)) : DurationNs;
            _participants.ForEach(p => p.WasPresent(OnTimeline(p, DurationNs > 0 ? DurationNs : long.MaxValue)));
        }

        return (deliveryStartedAt - StartedAt).Ticks * 100;
    }

    /// <summary>What the delivery says of the call as a whole. Starts the retention.</summary>
    public void Receive(long endNs, DateTimeOffset keepUntil)
    {
        DurationNs = Math.Max(DurationNs, endNs);
        if (State == RecordingState.Announced)
        {
            State = RecordingState.Kept;
            KeepUntil = keepUntil;
            Raise(new LedgerFact("recording.received", Id.ToString(), null, new Dictionary<string, string>
            {
                ["durationMs"] = (DurationNs / 1_000_000).ToString(CultureInfo.InvariantCulture),
                ["keepUntil"] = Iso(keepUntil),
            }));
        }
    }

    /// <summary>What the delivery measured, and what was told live beside it: who was there by either account was there.</summary>
    public void WasPresent(Participant participant, IEnumerable<Stretch> presence)
    {
        var measured = presence.ToList();
        participant.WasPresent(measured.Concat(OnTimeline(participant, Math.Max(DurationNs, measured.Select(s => s.ToNs).DefaultIfEmpty().Max()))));
    }

    public bool HasTrack(string sourceTrackId) => _tracks.Exists(t => t.SourceTrackId == sourceTrackId);

    /// <summary>A new track is quarantined until the consent gate says otherwise.</summary>
    public Track Attach(TrackId id, Participant participant, string sourceTrackId, TrackMedium medium, IEnumerable<Stretch> gaps, DateTimeOffset quarantinedUntil)
    {
        var track = new Track(id, participant.Id, sourceTrackId, medium, gaps);
        track.Quarantine(quarantinedUntil);
        _tracks.Add(track);
        DurationNs = Math.Max(DurationNs, track.Extent.ToNs);
        Raise(new LedgerFact("track.attached", Id.ToString(), participant.Person, new Dictionary<string, string>
        {
            ["track"] = id.ToString(),
            ["kind"] = Word(medium.Kind),
            ["sha256"] = medium.Sha256,
        }));
        return track;
    }

    private static string Word(TrackKind kind) => kind switch
    {
        TrackKind.Microphone => "microphone",
        TrackKind.Camera => "camera",
        TrackKind.Screen => "screen",
        TrackKind.ScreenAudio => "screen-audio",
        _ => "mixed",
    };

    private static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
