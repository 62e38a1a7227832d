using System.Text.Json;

namespace RecordsManager.Ingest.Janus;

/// <summary>What matters of one event of Janus' event handlers; everything else of the log is left unread.</summary>
internal sealed record JanusEvent(
    long AtUs, string Plugin, string Name, string? Room, string? Feed, string? Session, string? OpaqueId,
    string? Username, string? Display, string? Identity, IReadOnlyList<JanusStream> Streams)
{
    public const string VideoRoom = "janus.plugin.videoroom";
    public const string TextRoom = "janus.plugin.textroom";
    public const string Core = "core";

    // members of "metadata" that products use for their own stable id, the most explicit first
    private static readonly string[] IdentityMembers = ["identity", "uid", "user_id", "userId", "username", "sub"];

    /// <summary>Null where the object is no event that tells of people.</summary>
    public static JanusEvent? Read(JsonElement e)
    {
        if (e.Integer("timestamp") is not { } at || at is <= 0 or > MjrHeader.LatestUs || e.Member("event") is not { } body)
        {
            return null;
        }

        var emitter = e.Text("emitter") ?? "";
        var session = e.Id("session_id") is { } id ? $"{emitter}/{id}" : null;
        return e.Integer("type") switch
        {
            // type 1: a session; its end is the last sign of a client that did not say goodbye
            1 when body.Text("name") is "destroyed" or "timeout" && session is not null =>
                new JanusEvent(at, Core, "destroyed", null, null, session, null, null, null, null, []),
            64 when body.Text("plugin") is (VideoRoom or TextRoom) and var plugin && body.Member("data") is { } data && data.Text("event") is { } name =>
                new JanusEvent(
                    at, plugin, name, data.Id("room"), data.Id("id"), session, e.Text("opaque_id"),
                    data.Text("username"), data.Text("display"), IdentityOf(data), StreamsOf(data)),
            _ => null,
        };
    }

    private static string? IdentityOf(JsonElement data) =>
        data.Member("metadata") is { } metadata
            ? IdentityMembers.Select(member => metadata.Id(member)).FirstOrDefault(id => id is not null)
            : null;

    private static List<JanusStream> StreamsOf(JsonElement data) =>
        [.. data.Items("streams").Take(256)
            .Where(s => s.Integer("mindex") is >= 0 and <= 65535 && s.Text("description") is not null)
            .Select(s => new JanusStream((int)s.Integer("mindex")!.Value, s.Text("description")!))];
}

internal sealed record JanusStream(int Mindex, string Description);
