using System.Text.Json;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>One of the real calls under tests/fixtures: its tracks as delivered, and the truth.</summary>
public sealed class Call
{
    private readonly JsonElement _truth;

    private Call(string folder, string manifestPath, string trackFolder)
    {
        var manifest = Json(Path.Combine(folder, manifestPath));
        _truth = Json(Path.Combine(folder, "truth.json"));
        DurationNs = manifest.GetProperty("durationMs").GetInt64() * 1_000_000;
        Tracks = [.. manifest.GetProperty("tracks").EnumerateArray().Select(track => new CallTrack(
            Path.Combine(folder, trackFolder, track.GetProperty("file").GetString()!),
            track.GetProperty("participantId").GetString()!,
            Enum.Parse<TrackKind>(track.GetProperty("kind").GetString()!, ignoreCase: true),
            track.GetProperty("startOffsetMs").GetInt64() * 1_000_000))];
    }

    public static Call Janus { get; } = new(Fixtures.At("janus-call-a"), "tracks/manifest.json", "tracks");

    public static Call Werift { get; } = new(Fixtures.At("werift-call-c"), "manifest.json", string.Empty);

    public long DurationNs { get; }

    public IReadOnlyList<CallTrack> Tracks { get; }

    public IEnumerable<CallTrack> Microphones => Tracks.Where(track => track.Kind is TrackKind.Microphone);

    public IEnumerable<CallTrack> Pictures => Tracks.Where(track => track.Kind.IsVideo());

    public static Call Named(string name) => name == "janus" ? Janus : Werift;

    public CallTrack Track(string participant, TrackKind kind) =>
        Tracks.Single(track => track.Participant == participant && track.Kind == kind);

    /// <summary>Start and end of what can be heard, in seconds.</summary>
    public IReadOnlyList<(double From, double To)> Speech(string participant) =>
    [
        .. _truth.GetProperty("participants").EnumerateArray()
            .Single(person => person.GetProperty("identity").GetString() == participant)
            .GetProperty("publications").EnumerateArray()
            .SelectMany(publication => publication.GetProperty("speech").EnumerateArray())
            .Where(speech => speech.GetProperty("audible").GetBoolean())
            .Select(speech => (speech.GetProperty("startMs").GetDouble() / 1000, speech.GetProperty("endMs").GetDouble() / 1000)),
    ];

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.Clone();
}

public sealed record CallTrack(string File, string Participant, TrackKind Kind, long OffsetNs)
{
    public TrackId Id { get; } = TrackId.New(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public string Container => File.EndsWith(".ogg", StringComparison.Ordinal) ? "ogg" : "matroska";

    public AudioInput Audio() => new(new FileMedia(File), Container, OffsetNs);

    public VideoInput Video() => new(Id, new FileMedia(File), Container, OffsetNs);
}
