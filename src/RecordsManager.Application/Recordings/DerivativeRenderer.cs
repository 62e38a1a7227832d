using System.Globalization;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

internal sealed record Made(StoredObject? Object, string Contents, string? Failure);

/// <summary>Renders one derivative from its tracks into an object that its persons hold together.</summary>
internal sealed partial class DerivativeRenderer(IObjectVault vault, IMediaEngine media, TimeProvider clock, ILogger<DerivativeRenderer> log)
{
    /// <summary>Of the time that a mix takes.</summary>
    private const double Summing = 0.5;

    public static string Work(RecordingId recording) => $"drv|{recording}";

    /// <param name="source">What it is made of, made or failed; null: the tracks.</param>
    public async Task<Made> Render(Recording recording, Derivative row, WantedDerivative wanted, Derivative? source, IProgress<double> progress, CancellationToken ct)
    {
        if (source is { State: DerivativeState.Failed })
        {
            return new Made(null, "", "The scene that it is made of could not be made.");
        }

        List<IObjectReader> opened = [];
        try
        {
            foreach (var medium in source is null ? wanted.Tracks.Select(t => t.Object) : [source.Object!.Value])
            {
                opened.Add(await vault.Open(recording.Organization, medium, ct));
            }

            await using var writer = await vault.Create(Spec(recording, row), ct);
            var contents = wanted.Kind == DerivativeKind.Mix
                ? await WriteMix(recording, row, Voices(wanted, opened), writer.Body, progress, ct)
                : await Write(recording, wanted, opened, writer.Body, progress, ct);
            return new Made(await writer.Complete(ct), contents, null);
        }
        catch (Exception failure) when (failure is RenderFailedException or ObjectUnreadableException && !Outage.Is(failure)) // an outage is no attempt
        {
            RenderFailed(log, row.Id.ToString(), failure.Message);
            return new Made(null, "", failure.Message);
        }
        finally
        {
            foreach (var reader in opened)
            {
                await reader.DisposeAsync();
            }
        }
    }

    private ObjectSpec Spec(Recording recording, Derivative row) => new(
        MediaObjectId.New(clock.GetUtcNow()), recording.Organization, recording.Id.ToString(), Kind(row.Kind), row.Persons, Work(recording.Id));

    private static List<AudioInput> Voices(WantedDerivative wanted, List<IObjectReader> opened) => [.. wanted.Tracks.Zip(opened, AudioInput.Of)];

    /// <summary>The sum of the voices lies in the vault for as long as the mix is made of it; an interrupted run's goes with that run's other objects.</summary>
    private async Task<string> WriteMix(Recording recording, Derivative row, List<AudioInput> voices, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        VoiceSum sum;
        StoredObject stored;
        await using (var writer = await vault.Create(Spec(recording, row), ct))
        {
            sum = await media.SumVoices(voices, recording.DurationNs, writer.Body, new Portion(progress, 0, Summing), ct);
            stored = await writer.Complete(ct);
        }

        try
        {
            await using var reader = await vault.Open(recording.Organization, stored.Id, ct);
            return RenditionJson.Write(await media.RenderMix(sum, reader, recording.DurationNs, output, new Portion(progress, Summing, 1), ct));
        }
        finally
        {
            await vault.Destroy(recording.Organization, [stored.Id], CancellationToken.None);
        }
    }

    private async Task<string> Write(Recording recording, WantedDerivative wanted, List<IObjectReader> opened, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        switch (wanted)
        {
            case { Kind: DerivativeKind.Stem }:
                return RenditionJson.Write(await media.RenderStem(Voices(wanted, opened), recording.DurationNs, output, progress, ct));
            case { Kind: DerivativeKind.Waveform }:
                await output.WriteAsync(await media.MeasureWaveform(Voices(wanted, opened), recording.DurationNs, OpenWaveforms.PeaksPerSecond, ct), ct);
                return OpenWaveforms.PeaksPerSecond.ToString(CultureInfo.InvariantCulture);
            case { Kind: DerivativeKind.Remux }:
                var (pictures, medium) = (wanted.Tracks[0], opened[0]);
                return RenditionJson.Write(await media.Remux(
                    new PictureInput(medium, pictures.Container, pictures.Codec, pictures.OffsetNs, pictures.FirstTimestampNs, pictures.DurationNs, pictures.Drift), output, progress, ct));
            case { Source: not null }:
                return RenditionJson.Write(await media.ResizeScene(wanted.Scene!, opened[0], wanted.Height!.Value, output, progress, ct));
            default:
                var videos = wanted.Tracks.Zip(opened, (track, reader) => new VideoInput(track.Id, reader, track.Container, track.OffsetNs, track.FirstTimestampNs, LookBack(track), track.Drift));
                return RenditionJson.Write(await media.RenderScene(new SceneInput(wanted.Scene!, [.. videos], wanted.Height ?? Canvas.Height), output, progress, ct));
        }
    }

    /// <summary>A shared screen may stand still for long: its last picture may be as old as its longest gap, plus a key frame's distance.</summary>
    private static long LookBack(Track track) =>
        Math.Max(11_000_000_000, track.Gaps.Select(g => g.LengthNs).DefaultIfEmpty().Max() + 11_000_000_000);

    private static ObjectKind Kind(DerivativeKind kind) => kind switch
    {
        DerivativeKind.Mix => ObjectKind.Mix,
        DerivativeKind.Stem => ObjectKind.Stem,
        DerivativeKind.Waveform => ObjectKind.Waveform,
        DerivativeKind.Remux => ObjectKind.Remux,
        _ => ObjectKind.Composite,
    };

    [LoggerMessage(EventId = 2100, Level = LogLevel.Warning, Message = "Derivative {Derivative} could not be made: {Reason}")]
    private static partial void RenderFailed(ILogger log, string derivative, string reason);

    private sealed class Portion(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value * (to - from)));
    }
}
