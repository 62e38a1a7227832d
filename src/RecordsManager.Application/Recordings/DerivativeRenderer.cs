using System.Globalization;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

internal sealed record Made(StoredObject? Object, string Contents, string? Failure);

/// <summary>Renders one derivative from its tracks into an object that its persons hold together.</summary>
internal sealed partial class DerivativeRenderer(IObjectVault vault, IMediaEngine media, TimeProvider clock, ILogger<DerivativeRenderer> log)
{
    public static string Work(RecordingId recording) => $"drv|{recording}";

    public async Task<Made> Render(Recording recording, Derivative row, WantedDerivative wanted, IProgress<double> progress, CancellationToken ct)
    {
        List<IObjectReader> opened = [];
        try
        {
            foreach (var track in wanted.Tracks)
            {
                opened.Add(await vault.Open(recording.Organization, track.Object, ct));
            }

            var spec = new ObjectSpec(
                MediaObjectId.New(clock.GetUtcNow()), recording.Organization, recording.Id.ToString(), Kind(row.Kind), row.Persons, Work(recording.Id));
            await using var writer = await vault.Create(spec, ct);
            var contents = await Write(recording, wanted, opened, writer.Body, progress, ct);
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

    private async Task<string> Write(Recording recording, WantedDerivative wanted, List<IObjectReader> opened, Stream output, IProgress<double> progress, CancellationToken ct)
    {
        var audio = wanted.Tracks.Zip(opened, AudioInput.Of).ToList();
        switch (wanted.Kind)
        {
            case DerivativeKind.Mix:
                return RenditionJson.Write(await media.RenderMix(audio, recording.DurationNs, output, progress, ct));
            case DerivativeKind.Stem:
                return RenditionJson.Write(await media.RenderStem(audio, recording.DurationNs, output, progress, ct));
            case DerivativeKind.Waveform:
                await output.WriteAsync(await media.MeasureWaveform(audio, recording.DurationNs, OpenWaveforms.PeaksPerSecond, ct), ct);
                return OpenWaveforms.PeaksPerSecond.ToString(CultureInfo.InvariantCulture);
            case DerivativeKind.Remux:
                var (pictures, medium) = (wanted.Tracks[0], opened[0]);
                return RenditionJson.Write(await media.Remux(
                    new PictureInput(medium, pictures.Container, pictures.Codec, pictures.OffsetNs, pictures.FirstTimestampNs, pictures.DurationNs, pictures.Drift), output, progress, ct));
            default:
                var videos = wanted.Tracks.Zip(opened, (track, reader) => new VideoInput(track.Id, reader, track.Container, track.OffsetNs, track.FirstTimestampNs, LookBack(track), track.Drift));
                return RenditionJson.Write(await media.RenderScene(new SceneInput(wanted.Scene!, [.. videos]), output, progress, ct));
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
}
