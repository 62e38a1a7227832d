using Microsoft.Extensions.Logging;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Makes a track over without what lies outside its windows, from vault to vault; plaintext is in memory only.</summary>
internal sealed partial class TrackTrimmer(IObjectVault vault, IMediaEngine media, TimeProvider clock, ILogger<TrackTrimmer> log)
{
    /// <summary>An encoder may end a frame early; a cut that lost more is no cut.</summary>
    private const long Tolerance = 100_000_000;

    /// <param name="work">The unit of work whose lock the caller holds.</param>
    /// <returns>Null where the medium cannot be made over; the next sweep tries again.</returns>
    public async Task<CutMedium?> Trim(Recording recording, Track track, string work, CancellationToken ct)
    {
        try
        {
            await using var original = await vault.Open(recording.Organization, track.Object, ct);
            var spec = new ObjectSpec(
                MediaObjectId.New(clock.GetUtcNow()), recording.Organization, recording.Id.ToString(), ObjectKind.Track, [recording.FindParticipant(track.Participant)!.Person], work);
            await using var writer = await vault.Create(spec, ct);
            var keep = track.Windows.Select(track.InMedium).ToList();
            var format = await media.Cut(new TrackCut(original, track.Kind, track.Container, track.FirstTimestampNs, track.DurationNs, keep), writer.Body, ct);
            var made = await writer.Complete(ct);
            await Check(recording, track, made, keep, ct);
            return new CutMedium(format.Codec, format.Container, made.Id, made.PlainSha256, made.PlainLength);
        }
        catch (Exception failure) when (failure is RenderFailedException or ObjectUnreadableException)
        {
            NotTrimmed(log, track.Id.ToString(), failure.Message);
            return null;
        }
    }

    /// <summary>Once the original is gone nothing can be made good: what replaces it is read back first.</summary>
    private async Task Check(Recording recording, Track track, StoredObject made, List<Stretch> keep, CancellationToken ct)
    {
        await using var reader = await vault.Open(recording.Organization, made.Id, ct);
        var probe = await media.Probe(reader, track.Kind, ct);
        if (probe.Error is { } error)
        {
            throw new RenderFailedException($"What is left of the track cannot be read: {error.Code}");
        }

        var end = probe.Value.FirstTimestampNs + probe.Value.DurationNs;
        if (track.Kind.IsVideo() ? probe.Value.FirstTimestampNs < keep[0].FromNs - 1_000_000 || end > keep[^1].ToNs + Tolerance : Math.Abs(end - track.DurationNs) > Tolerance)
        {
            throw new RenderFailedException("What is left of the track does not lie where it should.");
        }
    }

    [LoggerMessage(EventId = 2110, Level = LogLevel.Warning, Message = "Track {Track} could not be cut to what consent covers and is kept whole, unplayable outside: {Reason}")]
    private static partial void NotTrimmed(ILogger log, string track, string reason);
}
