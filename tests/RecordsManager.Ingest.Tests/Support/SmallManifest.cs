using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace RecordsManager.Ingest.Tests.Support;

/// <summary>The smallest lawful delivery, to be changed in one place by each test.</summary>
internal sealed class SmallManifest
{
    public const long StartNs = 1_795_187_600_000_000_000;
    public static readonly byte[] Media = [0x1A, 0x45, 0xDF, 0xA3, .. new byte[60]];

    private readonly Dictionary<string, byte[]> _files = new() { ["a.webm"] = Media };

    public JsonObject Root { get; } = JsonNode.Parse($$"""
        {"schema":"recman.delivery/1","source":{"system":"acme"},
         "session":{"external_id":"call-1","started_at":"2026-11-20T15:13:20.000Z","ended_at":"2026-11-20T15:23:20Z"},
         "participants":[{"id":"p1","identity":"ada","display_name":"Ada"}],
         "tracks":[{"id":"t1","participant":"p1","kind":"mic","codec":"opus","segments":[
           {"file":"f1","anchor":{"kind":"unix_ns","value":"{{StartNs + 1_000_000_000}}"},"media_first_pts_ns":"0","media_last_pts_ns":"2000000000"}]}],
         "files":[{{File("f1", "a.webm", Media)}}]}
        """)!.AsObject();

    public JsonObject Session => Root["session"]!.AsObject();

    public JsonObject Track => Root["tracks"]![0]!.AsObject();

    public JsonObject Segment => Track["segments"]![0]!.AsObject();

    public JsonObject FirstFile => Root["files"]![0]!.AsObject();

    public JsonObject Participant => Root["participants"]![0]!.AsObject();

    public SmallManifest Change(Action<SmallManifest> change)
    {
        change(this);
        return this;
    }

    public SmallManifest AddFile(string id, string name, byte[] content)
    {
        _files[name] = content;
        Root["files"]!.AsArray().Add(JsonNode.Parse(File(id, name, content)));
        return this;
    }

    public SmallManifest AddSegment(string file, long offsetNs, long durationNs, string kind = "session_offset_ns")
    {
        Track["segments"]!.AsArray().Add(JsonNode.Parse(
            $$"""{"file":"{{file}}","anchor":{"kind":"{{kind}}","value":"{{offsetNs}}"},"media_last_pts_ns":"{{durationNs}}"}"""));
        return this;
    }

    public SmallManifest AddChat(params string[] lines)
    {
        AddFile("chat", "chat.ndjson", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Root["artifacts"] = JsonNode.Parse("""[{"id":"a1","type":"chat","file":"chat","format":"recman.chat+ndjson"}]""");
        return this;
    }

    public TestDelivery Delivery(string folder = "")
    {
        var delivery = new TestDelivery().With(folder + "manifest.json", Root.ToJsonString());
        foreach (var (name, content) in _files)
        {
            delivery.With(folder + name, content);
        }

        return delivery;
    }

    private static string File(string id, string name, byte[] content) =>
        $$"""{"id":"{{id}}","uri":"{{name}}","name":"{{name}}","bytes":{{content.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(content))}}","state":"complete"}""";
}
