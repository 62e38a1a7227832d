namespace RecordsManager.Ingest.Janus;

/// <summary>
/// A feed is one connection; its person is, in this order: the product's id in <c>metadata</c>, the user name of the text room that
/// the same client joined, the handle's opaque id, the feed id. Display names never make two feeds one person (ingest.md §1.2);
/// they may only forbid it.
/// </summary>
internal sealed class JanusIdentities
{
    private readonly JanusEventLog _log;
    private readonly HashSet<string> _sharedOpaqueIds;
    private readonly Dictionary<string, string> _byUsername = [];
    private readonly HashSet<TextRoomUser> _linked = [];
    private readonly Dictionary<JanusFeed, string> _byFeed = [];
    private readonly HashSet<JanusFeed> _unnamed = [];

    public JanusIdentities(JanusEventLog log, IReadOnlyList<JanusFeed> feeds)
    {
        _log = log;
        _sharedOpaqueIds = [.. feeds.Where(f => f.OpaqueId is not null).GroupBy(f => f.OpaqueId!)
            .Where(g => g.Select(f => f.Display).Distinct(StringComparer.Ordinal).Skip(1).Any()).Select(g => g.Key)];
        foreach (var feed in feeds)
        {
            var user = UserOf(feed);
            var identity = feed.Identity ?? user?.Username ?? OpaqueIdOf(feed);
            _byFeed[feed] = identity ?? feed.Id;
            if (identity is null)
            {
                _unnamed.Add(feed);
            }

            if (user is not null)
            {
                _linked.Add(user);
                _byUsername.TryAdd(user.Username, _byFeed[feed]);
            }
        }
    }

    public string Of(JanusFeed feed) => _byFeed[feed];

    /// <summary>Of a text-room user: that of the feed the same client published, else the user name itself.</summary>
    public string Of(string username) => _byUsername.GetValueOrDefault(username, username);

    /// <summary>The feed id is all there is, and Janus chose it for this one connection.</summary>
    public bool IsUnnamed(JanusFeed feed) => _unnamed.Contains(feed);

    public bool PublishesToo(TextRoomUser user) => _linked.Contains(user);

    private string? OpaqueIdOf(JanusFeed feed) =>
        feed.OpaqueId is { } opaque && !_sharedOpaqueIds.Contains(opaque) ? opaque : null;

    // a backend may hold one Janus session for everybody: then only the display name can tell which user is meant
    private TextRoomUser? UserOf(JanusFeed feed)
    {
        var users = _log.UsersOf(feed).Where(u => u.Display is null || feed.Display is null || u.Display == feed.Display).ToList();
        return users.Count > 0 && users.TrueForAll(u => u.Username == users[0].Username) ? users[0] : null;
    }
}
