using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Recordings;

public enum DerivativeKind
{
    Stem,
    Mix,
    Scene,
    Waveform,

    /// <summary>A track's pictures, packet by packet as they were recorded.</summary>
    Remux,

    /// <summary>A scene in another size: together with the scenes the rungs of a ladder that a player climbs as its network lets it.</summary>
    Variant,
}

public enum DerivativeState
{
    Waiting,
    Ready,
    Failed,
}

/// <summary>
/// Something computed from tracks. It knows exactly which tracks and persons it was made from, and its
/// <see cref="InputHash"/> says whether it is still what the recording needs.
/// </summary>
public sealed class Derivative
{
    private Derivative()
    {
    }

    public Derivative(DerivativeId id, OrganizationId organization, RecordingId recording, DerivativeKind kind, int ordinal, ParticipantId? participant, bool forRecipients, string inputHash, IReadOnlyList<TrackId> tracks, IReadOnlyList<PersonId> persons, int? height = null, double cost = 1)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        Kind = kind;
        Ordinal = ordinal;
        Participant = participant;
        ForRecipients = forRecipients;
        InputHash = inputHash;
        Tracks = [.. tracks];
        Persons = [.. persons];
        Height = height;
        Cost = cost;
    }

    public DerivativeId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    public DerivativeKind Kind { get; private set; }

    /// <summary>Place in the sequence of scenes, of variants of one height, or of remuxes; 0 otherwise.</summary>
    public int Ordinal { get; private set; }

    /// <summary>Whose stem, waveform or remux it is; null for what belongs to all.</summary>
    public ParticipantId? Participant { get; private set; }

    /// <summary>Made for share links alone: without those who agreed to no sharing.</summary>
    public bool ForRecipients { get; private set; }

    /// <summary>Of a variant's picture, pixels; null for all others.</summary>
    public int? Height { get; private set; }

    /// <summary>About how many seconds it keeps a core busy: what it weighs in the progress of all.</summary>
    public double Cost { get; private set; }

    /// <summary>SHA-256 over inputs and parameters, lower-case hex.</summary>
    public string InputHash { get; private set; } = "";

    public IReadOnlyList<TrackId> Tracks { get; private set; } = [];

    public IReadOnlyList<PersonId> Persons { get; private set; } = [];

    public DerivativeState State { get; private set; }

    public MediaObjectId? Object { get; private set; }

    /// <summary>JSON: the table of fragments, or the figures of a waveform's scale.</summary>
    public string? Contents { get; private set; }

    public long? Bytes { get; private set; }

    /// <summary>0 to 1 while it is made.</summary>
    public double Progress { get; private set; }

    public int Attempts { get; private set; }

    public string? Failure { get; private set; }

    public void MovedTo(int ordinal, double cost) => (Ordinal, Cost) = (ordinal, cost);

    /// <param name="fraction">0 to 1.</param>
    public void Reached(double fraction)
    {
        if (State == DerivativeState.Waiting)
        {
            Progress = Math.Clamp(fraction, Progress, 1);
        }
    }

    public void Complete(MediaObjectId madeObject, long bytes, string contents)
    {
        State = DerivativeState.Ready;
        Object = madeObject;
        Bytes = bytes;
        Contents = contents;
        Progress = 1;
        Failure = null;
    }

    public void Fail(string failure)
    {
        Attempts++;
        State = DerivativeState.Failed;
        Failure = failure;
        Progress = 0;
    }

    public void Retry()
    {
        if (State == DerivativeState.Failed)
        {
            State = DerivativeState.Waiting;
        }
    }
}
