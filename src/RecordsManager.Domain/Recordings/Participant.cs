using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Recordings;

/// <summary>A person's presence in one call.</summary>
public sealed class Participant
{
    private List<Stretch> _presence = [];

    private Participant()
    {
    }

    internal Participant(ParticipantId id, int ordinal, PersonId person, string? role, string? location)
    {
        Id = id;
        Ordinal = ordinal;
        Person = person;
        Role = role;
        Location = location;
    }

    public ParticipantId Id { get; private set; }

    /// <summary>0 for who joined first: the order of lanes and tiles.</summary>
    public int Ordinal { get; private set; }

    public PersonId Person { get; private set; }

    public string? Role { get; private set; }

    /// <summary>ISO 3166-1 or 3166-2; null is unknown, which counts as the strictest.</summary>
    public string? Location { get; private set; }

    public IReadOnlyList<Stretch> Presence => _presence;

    internal void WasPresent(IEnumerable<Stretch> stretches) => _presence = [.. stretches];

    internal void IsAt(string location) => Location = location;
}
