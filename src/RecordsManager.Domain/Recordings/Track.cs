namespace RecordsManager.Domain.Recordings;

public enum TrackState
{
    /// <summary>Consent unknown: nobody can play it; it is purged at the deadline.</summary>
    Quarantined,
    Cleared,

    /// <summary>Refused or never answered: destroyed with a certificate.</summary>
    Rejected,

    /// <summary>Its person was erased.</summary>
    Erased,

    /// <summary>The recording was destroyed at the end of its retention.</summary>
    Destroyed,
}

/// <summary>One captured medium of one participant.</summary>
public sealed class Track
{
    private List<Stretch> _gaps = [];

    private Track()
    {
    }

    internal Track(TrackId id, ParticipantId participant, string sourceTrackId, TrackMedium medium, IEnumerable<Stretch> gaps)
    {
        Id = id;
        Participant = participant;
        SourceTrackId = sourceTrackId;
        Kind = medium.Kind;
        Codec = medium.Codec;
        Container = medium.Container;
        OffsetNs = medium.OffsetNs;
        FirstTimestampNs = medium.FirstTimestampNs;
        DurationNs = medium.DurationNs;
        DriftPpb = medium.Drift.Ppb;
        DriftUncertaintyPpb = medium.Drift.UncertaintyPpb;
        PictureWidth = medium.Picture?.Width;
        PictureHeight = medium.Picture?.Height;
        Object = medium.Object;
        Sha256 = medium.Sha256;
        Bytes = medium.Bytes;
        Kept = [Extent];
        _gaps.AddRange(gaps);
    }

    public TrackId Id { get; private set; }

    public ParticipantId Participant { get; private set; }

    /// <summary>The track's id at its source; with the recording it makes a repeated delivery harmless.</summary>
    public string SourceTrackId { get; private set; } = "";

    public TrackKind Kind { get; private set; }

    public string Codec { get; private set; } = "";

    /// <summary>ffmpeg's name of the demuxer.</summary>
    public string Container { get; private set; } = "";

    /// <summary>Where the medium's first timestamp lies on the recording's timeline.</summary>
    public long OffsetNs { get; private set; }

    public long FirstTimestampNs { get; private set; }

    /// <summary>In the medium's own time; on the timeline it lasts as long as <see cref="Extent"/>.</summary>
    public long DurationNs { get; private set; }

    public int DriftPpb { get; private set; }

    public int DriftUncertaintyPpb { get; private set; }

    /// <summary>Of the medium's own clock; the medium stays as it came, everything made of it is corrected.</summary>
    public ClockDrift Drift => new(DriftPpb, DriftUncertaintyPpb);

    /// <summary>Pixels, as the medium states it: of a call's camera the first picture's, which may grow. Null for sound, and where it is not known.</summary>
    public int? PictureWidth { get; private set; }

    public int? PictureHeight { get; private set; }

    public MediaObjectId Object { get; private set; }

    /// <summary>Of the plaintext, lower-case hex.</summary>
    public string Sha256 { get; private set; } = "";

    public long Bytes { get; private set; }

    public TrackState State { get; private set; } = TrackState.Quarantined;

    /// <summary>Until when that waits which no consent covers: the whole track, or of a cleared one what is kept outside its windows.</summary>
    public DateTimeOffset? QuarantinedUntil { get; private set; }

    /// <summary>The stretches of its extent whose media still exists: all of it, until what waited outside the windows was destroyed.</summary>
    public IReadOnlyList<Stretch> Kept { get; private set; } = [];

    /// <summary>How many reminders its quarantine has had.</summary>
    public int Reminders { get; private set; }

    /// <summary>Stretches of the timeline inside the track without media.</summary>
    public IReadOnlyList<Stretch> Gaps => _gaps;

    public bool HasBytes => State is TrackState.Quarantined or TrackState.Cleared;

    public Stretch Extent => new(OffsetNs, OffsetNs + Drift.OnTimeline(DurationNs));

    /// <summary>
    /// The stretches of its extent that its person's consent covers; what lies outside is played to nobody. Empty unless cleared.
    /// </summary>
    public IReadOnlyList<Stretch> Windows { get; private set; } = [];

    /// <summary>Cleared from its first to its last moment.</summary>
    public bool IsWhole => Windows is [var only] && only == Extent;

    /// <summary>The stretches with media that may be played.</summary>
    public IReadOnlyList<Stretch> Playable() => IsWhole ? Covered() : Stretch.Intersection(Covered(), Windows);

    /// <summary>A stretch of the timeline in the medium's own time, from its first timestamp: nothing of what lies outside.</summary>
    public Stretch InMedium(Stretch stretch)
    {
        var from = Drift.InMedium(stretch.FromNs - OffsetNs);
        return new(Drift.OnTimeline(from) == stretch.FromNs - OffsetNs ? from : from + 1, Drift.InMedium(stretch.ToNs - OffsetNs));
    }

    /// <summary>The stretches with media: the extent less the gaps.</summary>
    public IReadOnlyList<Stretch> Covered() => Stretch.Difference([Extent], _gaps);

    /// <param name="until">Until when the rest waits, where it does not wait already.</param>
    internal void Clear(IReadOnlyList<Stretch> windows, DateTimeOffset until)
    {
        State = TrackState.Cleared;
        Windows = windows;
        Reminders = 0;
        QuarantinedUntil = windows.SequenceEqual(Kept) ? null : QuarantinedUntil ?? until;
    }

    /// <summary>Only what lies in the windows is left, made over into another medium whose own time begins with the extent.</summary>
    internal void Cut(CutMedium medium)
    {
        (Codec, Container, Object, Sha256, Bytes) = (medium.Codec, medium.Container, medium.Object, medium.Sha256, medium.Bytes);
        FirstTimestampNs = 0;
        Kept = Windows;
        QuarantinedUntil = null;
    }

    internal void Quarantine(DateTimeOffset until)
    {
        // What waited outside the windows had its own deadline; what was played until now gets the whole time.
        QuarantinedUntil = State == TrackState.Cleared ? until : QuarantinedUntil ?? until;
        State = TrackState.Quarantined;
        Windows = [];
    }

    internal void Remind(int step) => Reminders = step;

    internal void End(TrackState how)
    {
        State = how;
        Windows = [];
        QuarantinedUntil = null;
        Reminders = 0;
    }
}

/// <summary>What ingest found out about a track's medium.</summary>
/// <param name="DurationNs">In the medium's own time.</param>
public sealed record TrackMedium(
    TrackKind Kind,
    string Codec,
    string Container,
    long OffsetNs,
    long FirstTimestampNs,
    long DurationNs,
    MediaObjectId Object,
    string Sha256,
    long Bytes,
    ClockDrift Drift = default,
    PictureSize? Picture = null);

/// <summary>Pixels.</summary>
public readonly record struct PictureSize(int Width, int Height);

/// <summary>What is left of a track whose uncovered parts are destroyed.</summary>
public sealed record CutMedium(string Codec, string Container, MediaObjectId Object, string Sha256, long Bytes);
