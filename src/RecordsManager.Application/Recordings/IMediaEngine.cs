using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// Computes derivatives with ffmpeg through a loopback gateway: bytes come from and go to the vault, never a file.
/// An output that ffmpeg left short, empty or unfinished is a <see cref="RenderFailedException"/>, never a success.
/// </summary>
public interface IMediaEngine
{
    /// <summary>Refusals: <c>media.empty</c>, <c>media.unreadable</c>, <c>media.codec-unsupported</c>, <c>media.kind-mismatch</c>.</summary>
    Task<Result<TrackProbe>> Probe(IObjectReader media, TrackKind kind, CancellationToken ct);

    /// <summary>One participant's audio (one input for each stretch of presence) on the whole timeline, silence where there is none: AAC-LC mono in fragmented MP4, 4 s fragments.</summary>
    Task<Rendition> RenderStem(IReadOnlyList<AudioInput> inputs, long durationNs, Stream output, IProgress<double> progress, CancellationToken ct);

    /// <summary>All voices on the whole timeline as one: mono, 48 kHz, FLAC of 24 bit in Matroska. What the mix is made of, and nothing that is kept.</summary>
    Task<VoiceSum> SumVoices(IReadOnlyList<AudioInput> inputs, long durationNs, Stream output, IProgress<double> progress, CancellationToken ct);

    /// <summary>The sum, loudness normalised to −16 LUFS (ITU-R BS.1770, mono) with a true peak under −1.5 dBTP.</summary>
    /// <param name="voices">What <see cref="SumVoices"/> wrote.</param>
    Task<Rendition> RenderMix(VoiceSum sum, IObjectReader voices, long durationNs, Stream output, IProgress<double> progress, CancellationToken ct);

    /// <summary>One participant's speech on the whole timeline, for an engine that writes it down: mono, 16 bit little-endian, without a header; passed on while it is made, in memory only.</summary>
    /// <param name="consume">What it throws ends the rendering, inside of the <see cref="RenderFailedException"/>.</param>
    Task RenderSpeech(IReadOnlyList<AudioInput> inputs, long durationNs, int sampleRate, Func<Stream, CancellationToken, Task> consume, CancellationToken ct);

    /// <summary>What decides on a scene's bytes beside its inputs. All scenes of a recording need the same: one initialisation segment serves them.</summary>
    string SceneEncoding { get; }

    /// <summary>One layout interval as H.264 in fragmented MP4; its decode times are already those of the whole recording. After it small pictures of it, one every 5 s, unless it is a variant.</summary>
    Task<Rendition> RenderScene(SceneInput scene, Stream output, IProgress<double> progress, CancellationToken ct);

    /// <summary>The same picture, smaller: frame by frame at the same times, cut into the same fragments. No small pictures.</summary>
    /// <param name="picture">What <see cref="RenderScene"/> wrote of the scene.</param>
    /// <param name="height">Pixels.</param>
    Task<Rendition> ResizeScene(Scene scene, IObjectReader picture, int height, Stream output, IProgress<double> progress, CancellationToken ct);

    /// <summary>
    /// A track's pictures, packet by packet as they were recorded: VP8 and VP9 as WebM, H.264 as fragmented MP4 (with B-frames, which no
    /// call has, up to two frames late), in the track's own time from 0. Each fragment begins with a key frame; the table's times are the timeline's.
    /// </summary>
    Task<Rendition> Remux(PictureInput track, Stream output, IProgress<double> progress, CancellationToken ct);

    /// <summary>A track's medium again with nothing outside <see cref="TrackCut.Keep"/>: sound as FLAC with silence there, pictures as H.264 without any there; Matroska, in the medium's own time from 0.</summary>
    Task<CutFormat> Cut(TrackCut cut, Stream output, CancellationToken ct);

    /// <summary>Loudness of speech over the timeline: one byte (0 to 255 of full scale) for each 1/<paramref name="peaksPerSecond"/> s.</summary>
    Task<byte[]> MeasureWaveform(IReadOnlyList<AudioInput> inputs, long durationNs, int peaksPerSecond, CancellationToken ct);
}

/// <param name="FirstTimestampNs">The medium's own first timestamp; the track's offset refers to it.</param>
/// <param name="Gaps">Stretches without packets of more than one second, in the medium's own time counted from its first timestamp.</param>
/// <param name="Width">Video: pixels of the largest picture, as far as one key frame beside the first tells; with <paramref name="Height"/>.</param>
/// <param name="FirstKeyFrameNs">Video: own time, from the first timestamp, of the first picture that decodes alone.</param>
public sealed record TrackProbe(
    string Container,
    string Codec,
    long FirstTimestampNs,
    long DurationNs,
    int? Width,
    int? Height,
    long? FirstKeyFrameNs,
    IReadOnlyList<Stretch> Gaps);

/// <param name="FirstTimestampNs">As the probe said.</param>
/// <param name="Keep">In order, in the medium's own time counted from its first timestamp.</param>
public sealed record TrackCut(IObjectReader Media, TrackKind Kind, string Container, long FirstTimestampNs, long DurationNs, IReadOnlyList<Stretch> Keep);

/// <summary>As a probe names them.</summary>
public sealed record CutFormat(string Container, string Codec);

/// <param name="Container">As the probe said (matroska, ogg, mov): the demuxer is pinned, so that content cannot choose another.</param>
/// <param name="OffsetNs">Where the medium's own first timestamp lies on the timeline.</param>
/// <param name="FirstTimestampNs">As the probe said.</param>
/// <param name="Windows">The stretches of the timeline that may be heard, in order; outside of them not a sample is. Null: all of it.</param>
/// <param name="Drift">The sound is stretched by it, never cut or filled.</param>
public sealed record AudioInput(IObjectReader Media, string Container, long OffsetNs, long FirstTimestampNs = 0, IReadOnlyList<Stretch>? Windows = null, ClockDrift Drift = default)
{
    public static AudioInput Of(Track track, IObjectReader media) =>
        new(media, track.Container, track.OffsetNs, track.FirstTimestampNs, track.IsWhole ? null : track.Windows, track.Drift);
}

/// <param name="Track">Names the tile's picture in <see cref="SceneInput.Scene"/>.</param>
/// <param name="FirstTimestampNs">As the probe said.</param>
/// <param name="LookBackNs">How old a picture may be that still stands at the scene's start: at least the longest gap inside a visible stretch.</param>
/// <param name="Drift">The pictures' times are stretched by it.</param>
public sealed record VideoInput(
    TrackId Track,
    IObjectReader Media,
    string Container,
    long OffsetNs,
    long FirstTimestampNs = 0,
    long LookBackNs = 11_000_000_000,
    ClockDrift Drift = default);

/// <param name="FirstTimestampNs">As the probe said.</param>
/// <param name="DurationNs">In the track's own time.</param>
public sealed record PictureInput(IObjectReader Media, string Container, string Codec, long OffsetNs, long FirstTimestampNs, long DurationNs, ClockDrift Drift = default);

/// <param name="Height">Of the picture, pixels; another than the canvas': a variant.</param>
public sealed record SceneInput(Scene Scene, IReadOnlyList<VideoInput> Inputs, int Height = Canvas.Height);

/// <summary>An fMP4 object's table of contents: [0, InitLength) is the initialisation segment, then the fragments.</summary>
/// <param name="Codecs">RFC 6381, e.g. <c>avc1.64001f</c>, <c>mp4a.40.2</c>; of WebM <c>vp8</c>, <c>vp9</c>.</param>
/// <param name="Level">Of a mix.</param>
/// <param name="Stills">Of a scene, in order; they lie behind the last fragment. Null: none were made, as of a variant.</param>
public sealed record Rendition(string Codecs, int InitLength, IReadOnlyList<Fragment> Fragments, int? Width, int? Height, MixLevel? Level = null, IReadOnlyList<Still>? Stills = null);

/// <summary>A small picture (JPEG, 320 by 180) of one moment.</summary>
/// <param name="Offset">Bytes from the object's start.</param>
/// <param name="AtNs">On the recording's timeline.</param>
public sealed record Still(long Offset, int Length, long AtNs);

/// <param name="Offset">Bytes from the object's start.</param>
public sealed record Fragment(long Offset, int Length, long StartNs, long DurationNs);

/// <param name="HeadroomDb">By which it was lowered, so that all may shout at once.</param>
/// <param name="IntegratedLufs">ITU-R BS.1770, measured before it was lowered; −70 where nobody speaks.</param>
/// <param name="TruePeakDbtp">Measured before it was lowered: may be above 0.</param>
public sealed record VoiceSum(double HeadroomDb, double IntegratedLufs, double TruePeakDbtp);

/// <param name="GainDb">By which the sum of the voices was raised: whoever sums the stems reaches the same loudness with it.</param>
/// <param name="IntegratedLufs">ITU-R BS.1770, measured on the encoded result.</param>
/// <param name="TruePeakDbtp">Measured on the encoded result.</param>
public sealed record MixLevel(double GainDb, double IntegratedLufs, double TruePeakDbtp);

/// <summary>ffmpeg failed or its output is not whole. The message is for the log and the retry page; it holds no media and no name.</summary>
public sealed class RenderFailedException(string message, Exception? inner = null) : Exception(message, inner);
