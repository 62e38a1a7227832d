using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;

namespace RecordsManager.Application.Recordings;

/// <summary>A derivative that the recording needs, with all that decides on its content.</summary>
/// <param name="Cost">As <see cref="Derivative.Cost"/>.</param>
/// <param name="ForRecipients">For share links alone, without those who agreed to no sharing.</param>
/// <param name="Height">Of a variant, pixels; null for all others.</param>
/// <param name="Source">The derivative that it is made of, which has to be made before; null: it is made of the tracks.</param>
public sealed record WantedDerivative(
    DerivativeKind Kind, int Ordinal, ParticipantId? Participant, IReadOnlyList<Track> Tracks, Scene? Scene, string InputHash, double Cost, bool ForRecipients = false, int? Height = null, WantedDerivative? Source = null)
{
    /// <summary>It shows everybody together, and takes minutes where sound takes seconds.</summary>
    public bool IsPicture => Kind is DerivativeKind.Scene or DerivativeKind.Variant;
}

/// <summary>
/// Which derivatives a recording needs, from its cleared tracks alone: a graph from tracks over scenes to their variants, in the order in
/// which it is to be made. Each is known by a hash of its inputs and parameters, so that a change of one track re-makes only what it touches.
/// </summary>
/// <param name="sceneEncoding">As <see cref="IMediaEngine.SceneEncoding"/> says.</param>
public sealed class DerivativePlan(string sceneEncoding, PictureHeights heights)
{
    /// <summary>Part of every hash: a change of encoder settings re-makes everything.</summary>
    private const string Encoders = "1";

    /// <summary>The same for scenes, and for remuxes, alone.</summary>
    private const string SceneEncoders = "2";
    private const string Remuxers = "2";

    /// <summary>What browsers play as it is recorded.</summary>
    private static readonly string[] Remuxed = ["vp8", "vp9", "h264"];

    public IReadOnlyList<WantedDerivative> For(Recording recording)
    {
        if (recording.State != RecordingState.Kept)
        {
            return [];
        }

        // By who joined first: it is the order of tiles and voices, and equal inputs must give equal hashes.
        var cleared = InOrder(recording, recording.Playable(throughLink: false));
        var audio = cleared.Where(t => t.Kind.IsAudio()).ToList();
        List<WantedDerivative> wanted = [.. Remuxes(cleared)]; // seconds each: who waits sees somebody before anything is encoded
        foreach (var voice in audio.GroupBy(t => t.Participant))
        {
            wanted.Add(Audio(DerivativeKind.Waveform, recording, voice.Key, [.. voice]));
        }

        // The stems are all of the sound, and the mix is measured several times before it is made; pictures take longest.
        wanted.AddRange(audio.GroupBy(t => t.Participant).Select(voice => Audio(DerivativeKind.Stem, recording, voice.Key, [.. voice])));
        wanted.AddRange(Together(recording, cleared));
        if (recording.IsSharedInPart)
        {
            wanted.AddRange(Together(recording, InOrder(recording, recording.Playable(throughLink: true))).Select(w => w with { ForRecipients = true }));
        }

        wanted.AddRange(wanted.Where(w => w.Kind == DerivativeKind.Scene).GroupBy(w => w.ForRecipients).SelectMany(scenes => Variants([.. scenes])).ToList());
        return wanted;
    }

    private static List<Track> InOrder(Recording recording, IEnumerable<Track> tracks) =>
        [.. tracks.OrderBy(t => recording.FindParticipant(t.Participant)!.Ordinal).ThenBy(t => t.OffsetNs).ThenBy(t => t.SourceTrackId, StringComparer.Ordinal)];

    /// <summary>A part of a track cannot be shown so: its pictures lean on those before.</summary>
    private static IEnumerable<WantedDerivative> Remuxes(List<Track> cleared) => cleared
        .Where(t => t.Kind.IsVideo() && t.IsWhole && Remuxed.Contains(t.Codec))
        .Select((track, ordinal) => new WantedDerivative(DerivativeKind.Remux, ordinal, track.Participant, [track], null, Hash(DerivativeKind.Remux, 0, "", [Input(track)]), DerivationCost.Remux(track.DurationNs)));

    /// <summary>What shows several people at once: the mix and the scenes.</summary>
    private IEnumerable<WantedDerivative> Together(Recording recording, List<Track> tracks)
    {
        var audio = tracks.Where(t => t.Kind.IsAudio()).ToList();
        return [.. audio.Count > 0 ? [Audio(DerivativeKind.Mix, recording, null, audio)] : Array.Empty<WantedDerivative>(), .. Scenes(recording, tracks)];
    }

    private static WantedDerivative Audio(DerivativeKind kind, Recording recording, ParticipantId? participant, IReadOnlyList<Track> tracks) =>
        new(kind, 0, participant, tracks, null, Hash(kind, recording.DurationNs, participant?.ToString() ?? "", tracks.Select(Heard)), kind switch
        {
            DerivativeKind.Waveform => DerivationCost.Waveform(recording.DurationNs, tracks.Count),
            DerivativeKind.Stem => DerivationCost.Stem(recording.DurationNs, tracks.Count),
            _ => DerivationCost.Mix(recording.DurationNs, tracks.Count),
        });

    private IEnumerable<WantedDerivative> Scenes(Recording recording, List<Track> cleared)
    {
        var shown = cleared.Where(t => t.Kind.IsVideo()).ToList();
        if (shown.Count == 0)
        {
            yield break; // audio only: the player shows lanes, there is no picture to make
        }

        var videos = shown.ToDictionary(t => t.Id);
        var visible = shown.Select(t => new VisibleTrack(t.Id, t.Participant, t.Kind, Visible(t))).ToList();
        var ordinal = 0;
        foreach (var scene in CompositionPlanner.Plan(visible, Present(recording, cleared), recording.DurationNs))
        {
            var tracks = scene.Tiles.Select(tile => videos[tile.Track]).ToList();
            var tiles = scene.Tiles.Select(tile => string.Create(CultureInfo.InvariantCulture, $"{Input(videos[tile.Track])}@{tile.X},{tile.Y},{tile.Width},{tile.Height},{tile.Within?.FromNs},{tile.Within?.ToNs}"));
            var seats = scene.Seats.Select(seat => string.Create(CultureInfo.InvariantCulture, $"seat@{seat.X},{seat.Y},{seat.Width},{seat.Height}"));
            var place = string.Create(CultureInfo.InvariantCulture, $"{scene.StartFrame}+{scene.Frames}{sceneEncoding}");
            yield return new WantedDerivative(DerivativeKind.Scene, ordinal++, null, tracks, scene, Hash(DerivativeKind.Scene, 0, place, tiles.Concat(seats)), DerivationCost.Composite(scene, Canvas.Height));
        }
    }

    /// <summary>A smaller one is made of the scene that is made, a larger one of the tracks, and only where they have more in them.</summary>
    private IEnumerable<WantedDerivative> Variants(IReadOnlyList<WantedDerivative> scenes)
    {
        var hasMore = scenes.Any(s => Ladder.HasMore(s.Scene!, s.Tracks));
        return heights.Variants.Where(height => height < Canvas.Height || hasMore).SelectMany(height => scenes.Select(scene => scene with
        {
            Kind = DerivativeKind.Variant,
            InputHash = Hash(DerivativeKind.Variant, 0, string.Create(CultureInfo.InvariantCulture, $"{height}{sceneEncoding}"), [scene.InputHash]),
            Cost = height < Canvas.Height ? DerivationCost.Smaller(scene.Scene!, height) : DerivationCost.Composite(scene.Scene!, height),
            Height = height,
            Source = height < Canvas.Height ? scene : null,
        }));
    }

    /// <summary>Everybody of whom something may be played keeps a place while it may and they are there, with a picture or without.</summary>
    private static IReadOnlyList<PresentPerson> Present(Recording recording, List<Track> cleared) =>
    [
        .. cleared.GroupBy(t => t.Participant).Select(theirs =>
        {
            var may = Stretch.Union(theirs.SelectMany(t => t.Windows));
            var there = recording.FindParticipant(theirs.Key)!.Presence;
            return new PresentPerson(theirs.Key, there.Count > 0 ? Stretch.Intersection(there, may) : may);
        }),
    ];

    /// <summary>Rounded inward to whole frames where consent bounds it: a frame that lies half outside shows nobody.</summary>
    private static IReadOnlyList<Stretch> Visible(Track track) =>
        track.IsWhole ? track.Covered() : Stretch.Intersection(track.Covered(), [.. track.Windows.Select(w => Canvas.WholeFrames(w, track.Extent))]);

    private static string Input(Track track) =>
        string.Create(CultureInfo.InvariantCulture, $"{track.Id}:{track.Sha256}:{track.OffsetNs}{(track.Drift.IsNone ? "" : $"~{track.DriftPpb}")}");

    /// <summary>Audio is windowed as a whole; for a scene the windows stand in its tiles, so that only the scenes they touch are made anew.</summary>
    private static string Heard(Track track) =>
        track.IsWhole ? Input(track) : $"{Input(track)}[{string.Join(',', track.Windows.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.FromNs}-{w.ToNs}")))}]";

    private static string Hash(DerivativeKind kind, long durationNs, string what, IEnumerable<string> inputs)
    {
        var made = kind switch { DerivativeKind.Scene => SceneEncoders, DerivativeKind.Remux => Remuxers, _ => Encoders };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{kind}|{made}|{durationNs}|{what}|{string.Join('|', inputs)}"))));
    }
}
