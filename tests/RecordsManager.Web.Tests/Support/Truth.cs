using System.Text.Json;
using RecordsManager.TestSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>The ground truth of the Janus call: what results are held against, never an input.</summary>
internal static class Truth
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Fixtures.At("janus-call-a/truth.json"))).RootElement;

    public static DateTimeOffset SessionStart => Root.GetProperty("sessionStart").GetDateTimeOffset();

    public static double Seconds => Root.GetProperty("durationMs").GetDouble() / 1000;

    public static IReadOnlyList<string> Names { get; } = ["Alice Okafor", "Bob Lindqvist", "Chandra Rao"];

    public static IReadOnlyList<(string Name, double AtSeconds, string Text)> Chat =>
        [.. Root.GetProperty("chat").EnumerateArray().Select(m => (m.GetProperty("displayName").GetString()!, m.GetProperty("sentMs").GetDouble() / 1000, m.GetProperty("text").GetString()!))];

    /// <summary>Start and end of what can be heard, in seconds.</summary>
    public static IReadOnlyList<(double From, double To)> Audible(string name) => Speech(name, audible: true);

    public static IReadOnlyList<(double From, double To)> SpokenWhileMuted(string name) => Speech(name, audible: false);

    private static List<(double From, double To)> Speech(string name, bool audible) =>
    [
        .. Root.GetProperty("participants").EnumerateArray()
            .Single(p => p.GetProperty("displayName").GetString() == name)
            .GetProperty("publications").EnumerateArray()
            .SelectMany(p => p.GetProperty("speech").EnumerateArray())
            .Where(s => s.GetProperty("audible").GetBoolean() == audible)
            .Select(s => (s.GetProperty("startMs").GetDouble() / 1000, s.GetProperty("endMs").GetDouble() / 1000)),
    ];
}
