using System.Globalization;
using System.Text;
using RecordsManager.Application.Consent;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ingest;

/// <summary>Makes a taken delivery part of its recording: persons first, then everything else in one transaction.</summary>
internal sealed class DeliveryAttachment(
    IWriteDb db, IUnitOfWork work, IObjectVault vault, IObjectRows rows, IPersonCipher cipher, CallDirectory calls, ConsentGate gate, DeliverySeal seal, WordIndex words, IWorkSignal signal, TimeProvider clock)
{
    public async Task Attach(Delivery delivery, TakenDelivery taken, List<string> steps, CancellationToken ct)
    {
        var manifest = taken.Manifest;
        var recording = await db.RecordingByExternalId(manifest.Source, manifest.ExternalId, ct)
            ?? await Announced(manifest, ct)
            ?? await calls.Open(manifest.Source, manifest.ExternalId, manifest.Conversation, manifest.Title, null, ct);
        var shift = recording.Place(manifest.StartedAt);
        var erased = await Erased(recording, manifest, ct);
        var repeated = taken.Tracks.Count(t => recording.HasTrack(t.Track.SourceTrackId));
        var fresh = taken.Tracks.Where(t => !erased.Contains(t.Track.Participant!) && !recording.HasTrack(t.Track.SourceTrackId)).ToList();
        var known = (await db.ChatOf(recording.Id, ct)).Select(m => m.SourceId).ToHashSet(StringComparer.Ordinal);
        var messages = manifest.Chat.Where(m => !erased.Contains(m.Participant) && !known.Contains(m.SourceId)).ToList();
        var participants = await Participants(recording, Joining(recording, manifest, fresh, messages), shift, ct);
        await work.Commit(ct); // the persons' keys must exist before anything is sealed to them

        foreach (var track in fresh)
        {
            await vault.Reseal(delivery.Organization, track.Object.Id, [Owner(participants, track).Person], ct);
        }

        await Receive(recording, manifest, shift, participants, fresh, messages, ct);
        steps.Add(string.Create(CultureInfo.InvariantCulture, $"{fresh.Count} tracks attached, {taken.Tracks.Count - fresh.Count} were there already."));
        var report = new DeliveryReport(steps, manifest.Warnings, null, null);
        delivery.Complete(
            recording.Id, taken.Tracks.Count, repeated, manifest.Warnings.Count, await seal.Report(delivery.Organization, delivery.Id, report, ct), clock.GetUtcNow());
        await db.Attach([.. fresh.Select(t => t.Object.Id)], ct);
        var uploads = await db.UploadsOf(delivery.Id, ct);
        foreach (var upload in uploads)
        {
            db.Remove(upload);
        }

        await work.Commit(ct);
        await Tidy(delivery, uploads);
        await signal.Poke(WorkKind.Derivatives, CancellationToken.None);
    }

    /// <summary>
    /// An SFU that names a recording by when it began cannot be announced under that name: the room and the time say which
    /// call it was, unless two fit.
    /// </summary>
    private async Task<Recording?> Announced(CanonicalManifest manifest, CancellationToken ct)
    {
        if (await db.AnnouncedCalls(manifest.Source, manifest.Conversation, manifest.StartedAt, ct) is not [var call])
        {
            return null;
        }

        call.DeliveredAs(manifest.ExternalId);
        return call;
    }

    /// <summary>
    /// The identities of those who were erased from this call: what is new of them is not taken either. Nothing leads from
    /// an identity to an erased person any more, but the tracks that were delivered before still do.
    /// </summary>
    private async Task<HashSet<string>> Erased(Recording recording, CanonicalManifest manifest, CancellationToken ct)
    {
        HashSet<string> erased = new(StringComparer.Ordinal);
        foreach (var track in manifest.Tracks)
        {
            if (recording.Tracks.FirstOrDefault(t => t.SourceTrackId == track.SourceTrackId) is { } known
                && await db.Person(recording.FindParticipant(known.Participant)!.Person, ct) is { IsErased: true })
            {
                erased.Add(track.Participant!);
            }
        }

        return erased;
    }

    /// <summary>
    /// Of a call that came before, only who brings something new: the others are in it already, or were erased since and
    /// must not come back by name.
    /// </summary>
    private static List<ManifestParticipant> Joining(Recording recording, CanonicalManifest manifest, List<TakenTrack> fresh, List<ManifestChatMessage> messages) =>
        [.. manifest.Participants.Where(p => recording.Tracks.Count == 0
            || fresh.Exists(t => t.Track.Participant == p.Identity)
            || messages.Exists(m => m.Participant == p.Identity))];

    private static Participant Owner(Dictionary<string, Participant> participants, TakenTrack track) => participants[track.Track.Participant!];

    private async Task<Dictionary<string, Participant>> Participants(Recording recording, List<ManifestParticipant> joining, long shift, CancellationToken ct)
    {
        Dictionary<string, Participant> participants = new(StringComparer.Ordinal);
        foreach (var given in joining)
        {
            var person = await calls.Person(given.Identity, given.DisplayName, ct);
            participants[given.Identity] = recording.Join(person, given.Role, given.Location, clock.GetUtcNow());
            recording.WasPresent(participants[given.Identity], given.Presence.Select(p => new Stretch(p.FromNs + shift, p.ToNs + shift)));
        }

        return participants;
    }

    private async Task Receive(Recording recording, CanonicalManifest manifest, long shift, Dictionary<string, Participant> participants, List<TakenTrack> fresh, List<ManifestChatMessage> messages, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var policy = await db.RetentionPolicy(ct);
        var zone = (await db.Organization(ct)).Zone();
        recording.Receive(shift + manifest.DurationNs, policy.KeepPeriod.EndAfter(recording.StartedAt, zone));
        foreach (var (track, stored, probe) in fresh)
        {
            var medium = new TrackMedium(
                track.Kind, probe.Codec, probe.Container, shift + track.OffsetNs, probe.FirstTimestampNs, probe.DurationNs, stored.Id, stored.PlainSha256, stored.PlainLength, track.Drift, Picture(probe));
            var gaps = Gaps(track, probe).Select(g => new Stretch(shift + g.FromNs, shift + g.ToNs));
            recording.Attach(TrackId.New(now), participants[track.Participant!], track.SourceTrackId, medium, gaps, now + await gate.Quarantine(ct));
        }

        await Chat(recording, messages, shift, participants, now, ct);
        await gate.Apply(recording, [], now, ct);
    }

    private static PictureSize? Picture(TrackProbe probe) => probe is { Width: { } width and > 0, Height: { } height and > 0 } ? new PictureSize(width, height) : null;

    /// <summary>
    /// What the source knows of gaps, or else a camera's stretches without pictures. A shared screen that stands still is
    /// still shared: its last picture stays.
    /// </summary>
    private static IEnumerable<Stretch> Gaps(ManifestTrack track, TrackProbe probe) =>
        track.Gaps.Count > 0 ? track.Gaps
        : track.Kind == TrackKind.Camera ? probe.Gaps.Where(g => g.LengthNs > 1_500_000_000).Select(g => new Stretch(track.OffsetNs + track.Drift.OnTimeline(g.FromNs), track.OffsetNs + track.Drift.OnTimeline(g.ToNs)))
        : [];

    private async Task Chat(Recording recording, List<ManifestChatMessage> messages, long shift, Dictionary<string, Participant> participants, DateTimeOffset now, CancellationToken ct)
    {
        var persons = participants.Values.Select(p => p.Person).ToList();
        var keys = persons.Zip(await rows.PersonKeys(recording.Organization, persons, ct)).ToDictionary(k => k.First, k => k.Second);
        foreach (var message in messages)
        {
            var author = participants[message.Participant];
            if (keys[author.Person] is not { } key)
            {
                continue; // erased between the two transactions: nothing of them is kept
            }

            var id = ChatMessageId.New(now);
            var text = await cipher.Seal(recording.Organization, author.Person, key, CallViews.ChatContext + id, Encoding.UTF8.GetBytes(message.Text), ct);
            foreach (var mark in await words.Of(recording.Id, id.Value, message.Text, ct))
            {
                db.Add(mark);
            }

            db.Add(new ChatMessage(id, recording.Organization, recording.Id, author.Id, author.Person, message.SourceId, shift + message.AtNs, text));
        }
    }

    /// <summary>What was staged is nobody's now. A crash in here is made good by the janitor.</summary>
    private async Task Tidy(Delivery delivery, IReadOnlyList<Upload> uploads)
    {
        await vault.DestroyUnattached(delivery.Organization, delivery.Id.ToString(), CancellationToken.None);
        await vault.Destroy(delivery.Organization, [.. uploads.SelectMany(u => u.Parts).Select(p => p.Object)], CancellationToken.None);
    }
}
