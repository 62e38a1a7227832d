using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;

namespace RecordsManager.Application.Recordings;

/// <summary>A derivative that the recording needs, with all that decides on its content.</summary>
/// <param name="ForRecipients">For share links alone, without those who agreed to no sharing.</param>
public sealed record WantedDerivative(
    DerivativeKind Kind, int Ordinal, ParticipantId? Participant, IReadOnlyList<Track> Tracks, Scene? Scene, string InputHash, bool ForRecipients = false);

/// <summary>
/// Which derivatives a recording needs, from its cleared tracks alone. Each is known by a hash of its inputs and parameters,
/// so that a change of one track re-makes only what it touches.
/// </summary>
public sealed class DerivativePlan
{
    /// <summary>Part of every hash: a change of encoder settings re-makes everything.</summary>
    private const string Encoders = "1";

    public IReadOnlyList<WantedDerivative> For(Recording recording)
    {
        if (recording.State != RecordingState.Kept)
        {
            return [];
        }

        // By who joined first: it is the order of tiles and voices, and equal inputs must give equal hashes.
        var cleared = InOrder(recording, recording.Playable(throughLink: false));
        var audio = cleared.Where(t => t.Kind.IsAudio()).ToList();
        List<WantedDerivative> wanted = [];
        foreach (var voice in audio.GroupBy(t => t.Participant))
        {
            wanted.Add(Audio(DerivativeKind.Waveform, recording, voice.Key, [.. voice]));
        }

        // Sound is made many times as fast as pictures: who waits hears everybody, and each alone, while the scenes follow.
        var together = Together(recording, cleared).ToList();
        wanted.AddRange(together.Where(w => w.Kind == DerivativeKind.Mix));
        wanted.AddRange(audio.GroupBy(t => t.Participant).Select(voice => Audio(DerivativeKind.Stem, recording, voice.Key, [.. voice])));
        wanted.AddRange(together.Where(w => w.Kind != DerivativeKind.Mix));
        if (recording.IsSharedInPart)
        {
            wanted.AddRange(Together(recording, InOrder(recording, recording.Playable(throughLink: true))).Select(w => w with { ForRecipients = true }));
        }

        return wanted;
    }

    private static List<Track> InOrder(Recording recording, IEnumerable<Track> tracks) =>
        [.. tracks.OrderBy(t => recording.FindParticipant(t.Participant)!.Ordinal).ThenBy(t => t.OffsetNs).ThenBy(t => t.SourceTrackId, StringComparer.Ordinal)];

    /// <summary>What shows several people at once: the mix and the scenes.</summary>
    private static IEnumerable<WantedDerivative> Together(Recording recording, List<Track> tracks)
    {
        var audio = tracks.Where(t => t.Kind.IsAudio()).ToList();
        return [.. audio.Count > 0 ? [Audio(DerivativeKind.Mix, recording, null, audio)] : Array.Empty<WantedDerivative>(), .. Scenes(recording, tracks)];
    }

    private static WantedDerivative Audio(DerivativeKind kind, Recording recording, ParticipantId? participant, IReadOnlyList<Track> tracks) =>
        new(kind, 0, participant, tracks, null, Hash(kind, recording.DurationNs, participant?.ToString() ?? "", tracks.Select(Heard)));

    private static IEnumerable<WantedDerivative> Scenes(Recording recording, List<Track> cleared)
    {
        var shown = cleared.Where(t => t.Kind.IsVideo()).ToList();
        if (shown.Count == 0)
        {
            yield break; // audio only: the player shows lanes, there is no picture to make
        }

        var videos = shown.ToDictionary(t => t.Id);
        var visible = shown.Select(t => new VisibleTrack(t.Id, t.Participant, t.Kind, Visible(t))).ToList();
        var ordinal = 0;
        foreach (var scene in CompositionPlanner.Plan(visible, recording.DurationNs))
        {
            var tracks = scene.Tiles.Select(tile => videos[tile.Track]).ToList();
            var tiles = scene.Tiles.Select(tile => string.Create(CultureInfo.InvariantCulture, $"{Input(videos[tile.Track])}@{tile.X},{tile.Y},{tile.Width},{tile.Height},{tile.Within?.FromNs},{tile.Within?.ToNs}"));
            var place = string.Create(CultureInfo.InvariantCulture, $"{scene.StartFrame}+{scene.Frames}");
            yield return new WantedDerivative(DerivativeKind.Scene, ordinal++, null, tracks, scene, Hash(DerivativeKind.Scene, 0, place, tiles));
        }
    }

    /// <summary>Rounded inward to whole frames where consent bounds it: a frame that lies half outside shows nobody.</summary>
    private static IReadOnlyList<Stretch> Visible(Track track) =>
        track.IsWhole ? track.Covered() : Stretch.Intersection(track.Covered(), [.. track.Windows.Select(w => Canvas.WholeFrames(w, track.Extent))]);

    private static string Input(Track track) =>
        string.Create(CultureInfo.InvariantCulture, $"{track.Id}:{track.Sha256}:{track.OffsetNs}{(track.Drift.IsNone ? "" : $"~{track.DriftPpb}")}");

    /// <summary>Audio is windowed as a whole; for a scene the windows stand in its tiles, so that only the scenes they touch are made anew.</summary>
    private static string Heard(Track track) =>
        track.IsWhole ? Input(track) : $"{Input(track)}[{string.Join(',', track.Windows.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.FromNs}-{w.ToNs}")))}]";

    private static string Hash(DerivativeKind kind, long durationNs, string what, IEnumerable<string> inputs) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{kind}|{Encoders}|{durationNs}|{what}|{string.Join('|', inputs)}"))));
}
