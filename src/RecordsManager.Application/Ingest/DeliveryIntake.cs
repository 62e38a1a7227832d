using System.Globalization;
using System.Security.Cryptography;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ingest;

/// <summary>A track of the manifest with its encrypted medium, not yet anybody's.</summary>
internal sealed record TakenTrack(ManifestTrack Track, StoredObject Object, TrackProbe Probe);

internal sealed record TakenDelivery(CanonicalManifest Manifest, IReadOnlyList<TakenTrack> Tracks);

/// <summary>From staged files to encrypted, probed media. A fatal flaw anywhere refuses the whole delivery.</summary>
internal sealed class DeliveryIntake(IWriteDb db, IEnumerable<IIngestAdapter> adapters, IObjectVault vault, IMediaEngine media, DeliverySeal seal, TimeProvider clock)
{
    public async Task<Result<TakenDelivery>> Take(Delivery delivery, List<string> steps, CancellationToken ct)
    {
        var staged = await Staged(delivery, ct);
        if (staged is null)
        {
            return DeliveryErrors.Expired;
        }

        steps.Add(string.Create(CultureInfo.InvariantCulture, $"{staged.Files.Count} {(staged.Files.Count == 1 ? "file" : "files")} read and hashed."));
        var read = await adapters.First(a => a.Name == delivery.Adapter).Read(staged, ct);
        if (read.Error is { } unreadable)
        {
            return unreadable;
        }

        var manifest = read.Value;
        steps.Add(string.Create(CultureInfo.InvariantCulture, $"Understood: {manifest.Participants.Count} participants, {manifest.Tracks.Count} tracks, {manifest.Chat.Count} chat messages."));
        delivery.Expect(manifest.Tracks.Count);

        if (manifest.Tracks.Any(t => t.Kind == TrackKind.Mixed || t.Participant is null))
        {
            return DeliveryErrors.MixedRefused;
        }

        if (await db.RecordingByExternalId(manifest.Source, manifest.ExternalId, ct) is { State: RecordingState.Destroyed })
        {
            return RecordingErrors.Destroyed; // what was destroyed on schedule does not come back by a late delivery
        }

        List<TakenTrack> tracks = [];
        foreach (var track in manifest.Tracks)
        {
            var taken = await TakeTrack(delivery, track, ct);
            if (taken.Error is { } error)
            {
                return error;
            }

            tracks.Add(taken.Value);
        }

        steps.Add(string.Create(CultureInfo.InvariantCulture, $"{tracks.Count} tracks encrypted and probed."));
        return new TakenDelivery(manifest, tracks);
    }

    private async Task<StagedDelivery?> Staged(Delivery delivery, CancellationToken ct)
    {
        var uploads = (await db.UploadsOf(delivery.Id, ct)).ToDictionary(u => u.Id.Value);
        var names = await seal.Files(delivery, ct);
        if (names.Count == 0 || names.Any(n => !uploads.ContainsKey(n.Upload)))
        {
            return null;
        }

        var byName = names.ToDictionary(n => n.Name, n => uploads[n.Upload], StringComparer.Ordinal);
        var unhashed = new StagedDelivery([], byName, delivery.Organization, vault);
        List<DeliveredFile> files = [];
        foreach (var (name, upload) in byName)
        {
            await using var content = await unhashed.Open(name, ct);
            files.Add(new DeliveredFile(name, upload.Offset, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct))));
        }

        return new StagedDelivery(files, byName, delivery.Organization, vault);
    }

    private async Task<Result<TakenTrack>> TakeTrack(Delivery delivery, ManifestTrack track, CancellationToken ct)
    {
        var id = delivery.Id.ToString();
        var spec = new ObjectSpec(MediaObjectId.New(clock.GetUtcNow()), delivery.Organization, id, ObjectKind.Track, [], id);
        StoredObject stored;
        try
        {
            await using var writer = await vault.Create(spec, ct);
            await track.Content(writer.Body, ct);
            stored = await writer.Complete(ct);
        }
        catch (CorruptMediaException corrupt)
        {
            return corrupt.Error;
        }

        await using var reader = await vault.Open(delivery.Organization, stored.Id, ct);
        var probe = await media.Probe(reader, track.Kind, ct);
        return probe.Error is { } error
            ? error with { Message = $"{error.Message} (track {track.SourceTrackId})" }
            : new TakenTrack(track, stored, probe.Value);
    }
}
