using System.Text.Json;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Ingest.Janus;

/// <summary>
/// What the event handler posted about these rooms, gathered per publisher and per text-room user; a server's log may tell of many
/// others. The order of arrival does not matter.
/// </summary>
internal sealed class JanusEventLog(IReadOnlySet<string> rooms)
{
    private const int MostFeeds = 20_000;
    private readonly Dictionary<(string Room, string Feed), JanusFeed> _feeds = [];
    private readonly Dictionary<string, List<TextRoomUser>> _users = [];
    private readonly Dictionary<string, long> _sessionEnds = [];

    public IEnumerable<JanusFeed> Feeds(string room) => _feeds.Values.Where(f => f.Room == room);

    public JanusFeed? Feed(string room, string feed) => _feeds.GetValueOrDefault((room, feed));

    public IReadOnlyList<TextRoomUser> Users => [.. _users.Values.SelectMany(u => u)];

    /// <summary>Text-room users whose client held one of these Janus sessions: the same client, hence the same person.</summary>
    public IEnumerable<TextRoomUser> UsersOf(JanusFeed feed) => feed.Sessions.SelectMany(s => _users.GetValueOrDefault(s) ?? []);

    /// <summary>Adds all events of one delivered file; returns the number of lines that are not JSON.</summary>
    public async Task<long> Add(Stream stream, string name, CancellationToken ct)
    {
        var unreadable = 0L;
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: ct);
            AddAll(document.RootElement);
            return 0;
        }

        await foreach (var (_, document) in JsonLines.Read(stream, name, ct))
        {
            using (document)
            {
                unreadable += document is null ? 1 : 0;
                AddAll(document?.RootElement ?? default);
            }
        }

        return unreadable;
    }

    /// <summary>To be called once, after the last file.</summary>
    public void Complete()
    {
        foreach (var feed in _feeds.Values)
        {
            foreach (var session in feed.Sessions.Where(_sessionEnds.ContainsKey))
            {
                feed.Left(_sessionEnds[session]);
            }
        }
    }

    // grouping makes an array of events out of one post
    private void AddAll(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Add(item);
            }
        }
        else
        {
            Add(element);
        }
    }

    private void Add(JsonElement element)
    {
        if (JanusEvent.Read(element) is not { } e)
        {
            return;
        }

        if (e.Plugin == JanusEvent.Core)
        {
            _sessionEnds[e.Session!] = e.AtUs;
        }
        else if (e.Room is null || !rooms.Contains(e.Room))
        {
            return;
        }
        else if (e.Plugin == JanusEvent.TextRoom)
        {
            AddTextRoom(e);
        }
        else if (e is { Room: { } room, Feed: { } id })
        {
            if (!_feeds.TryGetValue((room, id), out var feed))
            {
                _feeds[(room, id)] = feed = new JanusFeed(room, id);
                Guard(_feeds.Count);
            }

            feed.Saw(e);
        }
    }

    private void AddTextRoom(JanusEvent e)
    {
        if (e is not { Session: { } session, Room: { } room, Username: { } username })
        {
            return;
        }

        var users = _users.TryGetValue(session, out var known) ? known : _users[session] = [];
        var user = users.Find(u => u.Username == username && u.Room == room);
        if (user is null)
        {
            users.Add(user = new TextRoomUser(room, username));
            Guard(_users.Count + users.Count);
        }

        user.Saw(e);
    }

    private static void Guard(int count)
    {
        if (count > MostFeeds)
        {
            throw new RefusedDeliveryException(IngestErrors.TooLarge("The event log", $"{MostFeeds} participants"));
        }
    }
}

/// <summary>A text-room user name is chosen by the product, one per person: it is the stable identity where metadata gives none.</summary>
internal sealed class TextRoomUser(string room, string username)
{
    public string Room { get; } = room;

    public string Username { get; } = username;

    public string? Display { get; private set; }

    public long? JoinedUs { get; private set; }

    public long? LeftUs { get; private set; }

    public void Saw(JanusEvent e)
    {
        Display ??= e.Display;
        if (e.Name == "join")
        {
            JoinedUs = Math.Min(JoinedUs ?? e.AtUs, e.AtUs);
        }
        else if (e.Name == "leave")
        {
            LeftUs = Math.Max(LeftUs ?? e.AtUs, e.AtUs);
        }
    }
}
