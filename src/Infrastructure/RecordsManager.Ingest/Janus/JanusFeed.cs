namespace RecordsManager.Ingest.Janus;

/// <summary>One publisher id of a room, as the event log tells it.</summary>
internal sealed class JanusFeed(string room, string id)
{
    private readonly SortedSet<long> _joins = [];
    private readonly SortedSet<long> _leaves = [];
    private readonly Dictionary<int, string> _descriptions = [];

    public string Room { get; } = room;

    public string Id { get; } = id;

    public string? Display { get; private set; }

    public string? Identity { get; private set; }

    public string? OpaqueId { get; private set; }

    public HashSet<string> Sessions { get; } = [];

    public long FirstSeenUs { get; private set; } = long.MaxValue;

    public string? Description(int? mindex) => mindex is { } index ? _descriptions.GetValueOrDefault(index) : null;

    public void Saw(JanusEvent e)
    {
        FirstSeenUs = Math.Min(FirstSeenUs, e.AtUs);
        Display = e.Display ?? Display;
        Identity ??= e.Identity;
        OpaqueId ??= e.OpaqueId;
        if (e.Session is not null)
        {
            Sessions.Add(e.Session);
        }

        foreach (var stream in e.Streams)
        {
            _descriptions.TryAdd(stream.Mindex, stream.Description);
        }

        if (e.Name == "joined")
        {
            _joins.Add(e.AtUs);
        }
        else if (e.Name is "leaving" or "kicked")
        {
            Left(e.AtUs);
        }
    }

    public void Left(long atUs) => _leaves.Add(atUs);

    /// <summary>From each join to the next leave; null where no leave was reported. The same event posted twice changes nothing.</summary>
    public IEnumerable<(long FromUs, long? ToUs)> Stays()
    {
        if (_joins.Count == 0 && FirstSeenUs < long.MaxValue)
        {
            // the log begins after the join
            _joins.Add(FirstSeenUs);
        }

        long? previousEnd = null;
        foreach (var join in _joins)
        {
            if (join < previousEnd)
            {
                continue;
            }

            long? leave = _leaves.GetViewBetween(join, long.MaxValue).Min is > 0 and var at ? at : null;
            yield return (join, leave);
            previousEnd = leave ?? long.MaxValue;
        }
    }
}
