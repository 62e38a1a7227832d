using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Probing;
using RecordsManager.Media.Processes;
using RecordsManager.Media.Rendering;

namespace RecordsManager.Media;

internal sealed class FfmpegMediaEngine(FfmpegRunner ffmpeg) : IMediaEngine
{
    private readonly MediaProbe _probe = new(ffmpeg);
    private readonly StemRenderer _stems = new(ffmpeg);
    private readonly SpeechRenderer _speech = new(ffmpeg);
    private readonly SumRenderer _sums = new(ffmpeg);
    private readonly MixRenderer _mixes = new(ffmpeg);
    private readonly SceneRenderer _scenes = new(ffmpeg);
    private readonly TrackRemuxer _remuxer = new(ffmpeg);
    private readonly TrackCutter _cutter = new(ffmpeg);
    private readonly WaveformMeter _waveforms = new(ffmpeg);

    /// <summary>Nothing for the default, so that what was made before there was a choice is not made anew.</summary>
    public string SceneEncoding => ffmpeg.Options.ScenePreset is MediaOptions.DefaultScenePreset ? "" : ffmpeg.Options.ScenePreset;

    public Task<Result<TrackProbe>> Probe(IObjectReader media, TrackKind kind, CancellationToken ct) =>
        _probe.Probe(media, kind, ct);

    public Task<Rendition> RenderStem(
        IReadOnlyList<AudioInput> inputs, long durationNs, Stream output, IProgress<double> progress, CancellationToken ct) =>
        _stems.Render(inputs, durationNs, output, progress, ct);

    public Task RenderSpeech(IReadOnlyList<AudioInput> inputs, long durationNs, int sampleRate, Func<Stream, CancellationToken, Task> consume, CancellationToken ct) =>
        _speech.Render(inputs, durationNs, sampleRate, consume, ct);

    public Task<VoiceSum> SumVoices(
        IReadOnlyList<AudioInput> inputs, long durationNs, Stream output, IProgress<double> progress, CancellationToken ct) =>
        _sums.Render(inputs, durationNs, output, progress, ct);

    public Task<Rendition> RenderMix(
        VoiceSum sum, IObjectReader voices, long durationNs, Stream output, IProgress<double> progress, CancellationToken ct) =>
        _mixes.Render(sum, voices, durationNs, output, progress, ct);

    public Task<Rendition> RenderScene(SceneInput scene, Stream output, IProgress<double> progress, CancellationToken ct) =>
        _scenes.Render(scene, output, progress, ct);

    public Task<Rendition> ResizeScene(Scene scene, IObjectReader picture, int height, Stream output, IProgress<double> progress, CancellationToken ct) =>
        _scenes.Resize(scene, picture, height, output, progress, ct);

    public Task<byte[]> MeasureWaveform(IReadOnlyList<AudioInput> inputs, long durationNs, int peaksPerSecond, CancellationToken ct) =>
        _waveforms.Measure(inputs, durationNs, peaksPerSecond, ct);

    public Task<Rendition> Remux(PictureInput track, Stream output, IProgress<double> progress, CancellationToken ct) =>
        _remuxer.Render(track, output, progress, ct);

    public Task<CutFormat> Cut(TrackCut cut, Stream output, CancellationToken ct) => _cutter.Cut(cut, output, ct);
}
