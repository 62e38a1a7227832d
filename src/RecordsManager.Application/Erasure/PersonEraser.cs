using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Erasure;

/// <summary>The two halves of forgetting a person: the key at once, everything else after it.</summary>
internal sealed class PersonEraser(IWriteDb db, IObjectVault vault, ICurrentActor actor, TimeProvider clock)
{
    /// <summary>In the caller's transaction: key gone, tracks ended, chat and names redacted. Defers while a hold stands.</summary>
    public async Task DestroyKey(ErasureRequest request, Person person, CancellationToken ct)
    {
        var recordings = await db.RecordingsWith(person.Id, ct);
        if (recordings.Any(r => r.IsHeld && r.State != RecordingState.Destroyed))
        {
            request.Defer();
            return;
        }

        var now = clock.GetUtcNow();
        await db.DestroyPersonKey(person.Id, ct);
        person.Erase(now);
        foreach (var recording in recordings)
        {
            recording.Erase(person.Id);
        }

        foreach (var message in await db.ChatBy(person.Id, ct))
        {
            message.Redact();
        }

        // File names and reports of the deliveries may name the person: they go for all, as nobody needs them any more.
        foreach (var delivery in await db.DeliveriesOf([.. recordings.Select(r => r.Id)], ct))
        {
            delivery.Forget();
        }

        request.KeyWasDestroyed(now, recordings.Count);
    }

    /// <summary>Deletes the bytes that nobody can read any more. May run again after a crash.</summary>
    public async Task DestroyBytes(ErasureRequest request, CancellationToken ct)
    {
        List<MediaObjectId> objects = [];
        foreach (var recording in await db.RecordingsWith(request.Person, ct))
        {
            var own = recording.ParticipantOf(request.Person)!.Id;
            objects.AddRange(recording.Tracks.Where(t => t.Participant == own && t.State == TrackState.Erased).Select(t => t.Object));
            foreach (var derivative in await db.Derivatives(recording.Id, ct))
            {
                if (!derivative.Persons.Contains(request.Person))
                {
                    continue;
                }

                if (derivative.Object is { } made)
                {
                    objects.Add(made);
                }

                db.Remove(derivative);
            }
        }

        await vault.Destroy(actor.Organization, objects, ct);
        request.WasRedacted(clock.GetUtcNow(), objects.Count);
    }
}
