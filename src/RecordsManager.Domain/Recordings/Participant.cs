using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Recordings;

/// <summary>A person's part in one call. Whoever leaves and comes back is the same participant.</summary>
public sealed class Participant
{
    private const int Majority = 18;

    private Participant()
    {
    }

    internal Participant(ParticipantId id, int ordinal, PersonId person, CallChannel channel)
    {
        Id = id;
        Ordinal = ordinal;
        Person = person;
        Channel = channel;
    }

    public ParticipantId Id { get; private set; }

    /// <summary>0 for who joined first: the order of lanes and tiles.</summary>
    public int Ordinal { get; private set; }

    public PersonId Person { get; private set; }

    public string? Role { get; private set; }

    /// <summary>ISO 3166-1 or 3166-2, where they are now or were last; none is unknown, which counts as the strictest.</summary>
    public IReadOnlyList<string> Locations { get; private set; } = [];

    public LocationSource LocationSource { get; private set; }

    /// <summary>Where they were from when on, oldest first.</summary>
    public IReadOnlyList<Whereabouts> Whereabouts { get; private set; } = [];

    /// <summary>The first of <see cref="Locations"/>; null is unknown.</summary>
    public string? Location => Locations.Count > 0 ? Locations[0] : null;

    public AgeBand AgeBand { get; private set; }

    /// <summary>In full years, where the product knows it.</summary>
    public int? AgeYears { get; private set; }

    public CallChannel Channel { get; private set; }

    /// <summary>BCP 47; null is unknown.</summary>
    public string? Language { get; private set; }

    /// <summary>Stays on the recording's timeline: what the delivery reports and what was told live, together. A stay that still lasts is only in <see cref="Visits"/>.</summary>
    public IReadOnlyList<Stretch> Presence { get; private set; } = [];

    /// <summary>When their consent covers what they write; the rest of their chat is withheld.</summary>
    public IReadOnlyList<Stretch> ChatWindows { get; private set; } = [];

    /// <summary>Their consent covers that others than the organization see and hear them: a share link plays them.</summary>
    public bool MayBeShared { get; private set; }

    /// <summary>Their consent covers that what they say is written down (<see cref="Consent.Purpose.Transcription"/>).</summary>
    public bool MayBeTranscribed { get; private set; }

    /// <summary>Comings and goings as they were told live, in the order in which they happened.</summary>
    public IReadOnlyList<PresenceMark> Marks { get; private set; } = [];

    /// <summary>The stays that the marks make. A mark that arrives late falls into its place.</summary>
    public IReadOnlyList<Visit> Visits
    {
        get
        {
            List<Visit> visits = [];
            foreach (var mark in Marks)
            {
                var open = visits.Count > 0 && visits[^1].To is null;
                if (mark.Joined && !open)
                {
                    visits.Add(new Visit(mark.At, null));
                }
                else if (!mark.Joined && open)
                {
                    visits[^1] = visits[^1] with { To = mark.At };
                }
            }

            return visits;
        }
    }

    public bool IsPresent => Marks.Count > 0 && Marks[^1].Joined;

    /// <summary>Where they were at a moment: before anything was known, where they were first known to be.</summary>
    public Whereabouts? WhereaboutsAt(DateTimeOffset at) =>
        Whereabouts.LastOrDefault(w => w.Since <= at) ?? (Whereabouts.Count > 0 ? Whereabouts[0] : null);

    internal void Is(ParticipantFacts facts)
    {
        Role = facts.Role ?? Role;
        Channel = facts.Channel ?? Channel;
        Language = facts.Language ?? Language;
        AgeYears = facts.AgeYears ?? AgeYears;
        AgeBand = facts.AgeBand ?? (facts.AgeYears is { } years ? years < Majority ? AgeBand.Child : AgeBand.Adult : AgeBand);
    }

    /// <returns>False when that was known already.</returns>
    internal bool IsAt(IReadOnlyList<string> locations, LocationSource source, DateTimeOffset since)
    {
        var known = Whereabouts.LastOrDefault(w => w.Since <= since);
        if (known is not null ? known.Source == source && known.Locations.SequenceEqual(locations) : locations.Count == 0)
        {
            return false;
        }

        Whereabouts = [.. Whereabouts.Where(w => w.Since != since).Append(new Whereabouts(since, [.. locations], source)).OrderBy(w => w.Since)];
        Locations = Whereabouts[^1].Locations;
        LocationSource = Whereabouts[^1].Source;
        return true;
    }

    internal void MayBeRead(IReadOnlyList<Stretch> windows) => ChatWindows = windows;

    internal void IsShared(bool may) => MayBeShared = may;

    internal void IsTranscribed(bool may) => MayBeTranscribed = may;

    /// <returns>False when nothing new was said: a repeat, or a coming of who is here.</returns>
    internal bool Mark(DateTimeOffset at, bool joined)
    {
        var mark = new PresenceMark(at, joined);
        if (Marks.Contains(mark))
        {
            return false;
        }

        // Going and coming in the same instant is a reconnection: the going comes first.
        Marks = [.. Marks.Append(mark).OrderBy(m => m.At).ThenBy(m => m.Joined)];
        return true;
    }

    /// <summary>The person was erased, and this recording says nothing of them any more.</summary>
    public bool IsForgotten { get; private set; }

    internal void WasPresent(IEnumerable<Stretch> stretches) => Presence = Stretch.Union(stretches);

    /// <summary>What the rules need to judge the others stays: the place and the age band. The rest was about this person.</summary>
    internal void Forget()
    {
        IsForgotten = true;
        Language = null;
        AgeYears = null;
        Whereabouts = Whereabouts.Count > 0 ? [Whereabouts[^1]] : [];
    }
}
