using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Erasure;

/// <summary>The parts of forgetting a person: the key at once, whatever the volume, and everything else after it, a few recordings at a time.</summary>
internal sealed class PersonEraser(
    IWriteDb db, IUnitOfWork work, IObjectVault vault, IKeyShelf shelf, IErasureJournal journal, IWorkLock locks, ICurrentActor actor, TimeProvider clock)
{
    private const int Few = 25;

    /// <summary>In the caller's transaction the key goes, and with it everything that is sealed under it.</summary>
    public async Task DestroyKey(ErasureRequest request, Person person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var viewer in person.IdentityIndex is { } index ? await db.LearningViewersWith(index, ct) : [])
        {
            db.Remove(viewer); // what they watched themselves, and what of it was still to be told
        }

        await db.DestroyPersonKey(person.Id, ct);
        person.Erase(now);
        request.KeyWasDestroyed(now, await db.CountRecordingsWith(person.Id, ct));
    }

    /// <summary>In the caller's transaction: ends the tracks of the next few recordings and of what was made of them, and forgets what their deliveries said.</summary>
    /// <returns>False when there are no others.</returns>
    public async Task<bool> RedactSome(ErasureRequest request, CancellationToken ct)
    {
        var recordings = await db.RecordingsThatRemember(request.Person, Few, ct);
        List<MediaObjectId> objects = [];
        foreach (var recording in recordings)
        {
            objects.AddRange(recording.Erase(request.Person));
            foreach (var derivative in (await db.Derivatives(recording.Id, ct)).Where(d => d.Persons.Contains(request.Person)))
            {
                objects.AddRange(derivative.Object is { } made ? [made] : []);
                db.Remove(derivative);
            }

            foreach (var chapter in (await db.ChaptersOf(recording.Id, ct)).Where(c => c.Named.Contains(request.Person)))
            {
                db.Remove(chapter); // whoever wrote the title, it tells of them
            }
        }

        // File names and reports of the deliveries may name the person: they go for all, as nobody needs them any more.
        foreach (var delivery in await db.DeliveriesOf([.. recordings.Select(r => r.Id)], ct))
        {
            delivery.Forget();
        }

        var messages = await db.ChatBy(request.Person, Few * 20, ct);
        foreach (var message in messages)
        {
            message.Redact();
        }

        // Their lines go whole: a transcript is of those who can be heard.
        var lines = await db.LinesBy(request.Person, Few * 20, ct);
        foreach (var line in lines)
        {
            db.Remove(line);
        }

        request.WasRedactedIn(objects.Count);
        var organization = actor.Organization;
        work.AfterCommit(token => vault.Destroy(organization, objects, token)); // lost in a crash, the janitor finds them
        return recordings.Count > 0 || messages.Count > 0 || lines.Count > 0;
    }

    /// <summary>Outside of the database: restored from a backup it will be told whom to forget, and the shelf does not know them either.</summary>
    public async Task ForgetOutside(ErasureRequest request, CancellationToken ct)
    {
        await journal.Write(new JournaledErasure(actor.Organization, request.Person, request.Id, request.KeyDestroyedAt ?? clock.GetUtcNow()), ct);
        await using var mine = await locks.Take(EpochMoves.LockOf(actor), TimeSpan.FromMinutes(1), ct)
            ?? throw new TimeoutException("A rotation is running; the shelf is struck by the next sweep.");
        await shelf.Strike(actor.Organization, request.Person.ToString(), ct);
    }
}
