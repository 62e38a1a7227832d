using RecordsManager.Application.Ingest;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Janus;

/// <summary>Who took part, and when, in Unix nanoseconds.</summary>
internal sealed class JanusPeople
{
    private readonly Dictionary<string, (string? Display, List<Stretch> Presence)> _people = [];
    private readonly HashSet<string> _onlyWrote = [];
    private readonly JanusIdentities _identities;
    private readonly long _callFromUs;
    private readonly long _callToUs;

    public JanusPeople(JanusEventLog log, string room, IReadOnlyList<JanusTrack> tracks, List<ManifestWarning> warnings)
    {
        _callFromUs = tracks.Min(t => t.StartNs) / 1000;
        _callToUs = (tracks.Max(t => t.EndNs) / 1000) + 1;
        var feeds = log.Feeds(room).OrderBy(f => f.FirstSeenUs).ThenBy(f => f.Id, StringComparer.Ordinal).ToList();
        var tracksOf = tracks.ToLookup(t => t.Feed);
        _identities = new JanusIdentities(log, feeds);
        foreach (var feed in feeds)
        {
            Add(feed, [.. tracksOf[feed]], warnings);
        }

        foreach (var user in log.Users.Where(u => u.Room == room && !_identities.PublishesToo(u)))
        {
            if (user.JoinedUs is { } joined && Overlap(joined, user.LeftUs) is { } presence)
            {
                Add(_identities.Of(user.Username), user.Display, presence);
            }
        }
    }

    /// <summary>In order of their coming; overlapping stays are made one.</summary>
    public IEnumerable<ManifestParticipant> All => _people
        .Select(p => new ManifestParticipant(p.Key, p.Value.Display, Role: null, Location: null, Ingest.Presence.Merged(p.Value.Presence)))
        .OrderBy(p => p.Presence[0].FromNs);

    public string IdentityOf(JanusFeed feed) => _identities.Of(feed);

    /// <summary>Someone who wrote and was never seen to join takes part from the first word to the last.</summary>
    public string Author(JanusMessage message, long atNs)
    {
        var identity = message.Feed is { } feed ? _identities.Of(feed) : _identities.Of(message.Author!);
        if (!_people.TryGetValue(identity, out var person))
        {
            Add(identity, display: null, new Stretch(atNs, atNs));
            _onlyWrote.Add(identity);
        }
        else if (_onlyWrote.Contains(identity))
        {
            person.Presence[0] = new Stretch(person.Presence[0].FromNs, atNs);
        }

        return identity;
    }

    private void Add(JanusFeed feed, List<JanusTrack> tracks, List<ManifestWarning> warnings)
    {
        var stays = feed.Stays().Select(s => WithMedia(s, tracks)).OfType<Stretch>().ToList();
        var unseen = tracks.FindAll(t => !stays.Exists(s => t.StartNs < s.ToNs && t.EndNs > s.FromNs));
        stays.AddRange(unseen.Select(t => new Stretch(t.StartNs, t.EndNs)));
        if (stays.Count == 0)
        {
            return;
        }

        var identity = _identities.Of(feed);
        if (_identities.IsUnnamed(feed))
        {
            warnings.Add(new(
                "identity.not-stable",
                $"Feed {IngestErrors.Short(feed.Id)} has no identity of the product's own; join with \"metadata\": {{\"identity\": …}} so that the same person is known again.",
                File: null));
        }

        stays.ForEach(stay => Add(identity, feed.Display, stay));
    }

    // the log of a server that died has no leave: the last medium is the last sign of life
    private Stretch? WithMedia((long FromUs, long? ToUs) stay, List<JanusTrack> tracks)
    {
        var during = tracks.FindAll(t => t.EndNs / 1000 >= stay.FromUs && (stay.ToUs is not { } to || t.StartNs / 1000 <= to));
        return during.Count == 0
            ? Overlap(stay.FromUs, stay.ToUs)
            : new Stretch(
                Math.Min(stay.FromUs * 1000, during.Min(t => t.StartNs)),
                stay.ToUs is { } leave ? leave * 1000 : during.Max(t => t.EndNs));
    }

    // an event log may span days: a stay belongs to this call if it overlaps its media; without an end it must also begin in it
    private Stretch? Overlap(long fromUs, long? toUs) => toUs switch
    {
        { } to when fromUs < _callToUs && to > _callFromUs && to > fromUs => new Stretch(fromUs * 1000, to * 1000),
        null when fromUs >= _callFromUs && fromUs < _callToUs => new Stretch(fromUs * 1000, _callToUs * 1000),
        _ => null,
    };

    private void Add(string identity, string? display, Stretch presence)
    {
        if (!_people.TryGetValue(identity, out var person))
        {
            person = (display, []);
        }

        person.Presence.Add(presence);
        _people[identity] = (person.Display ?? display, person.Presence);
    }
}
