using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Erasure;

public sealed class ErasingAPerson : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_key_name_words_and_bytes_and_leaves_the_others_whole()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        await Bench.Derive();
        var (ada, bob) = (recording.PersonCalled(0), recording.PersonCalled(1));

        var request = (await Bench.Send(new RequestErasure.Command(ada))).Value;

        Assert.Equal([bob.Value], await PersonsWithKeys()); // already now, before any job ran
        await Bench.ContinueErasures();

        Assert.Equal(ErasureState.Completed, (await Request(request)).State);
        var person = await Bench.Read(db => db.People.FirstAsync(p => p.Id == ada, Ct));
        Assert.Equal((true, null, null), (person.IsErased, person.IdentityIndex, person.SealedAttributes));
        recording = await Bench.Recording(recording.Id);
        Assert.Equal((TrackState.Erased, TrackState.Cleared), (recording.TrackOf(0).State, recording.TrackOf(1).State));
        var chat = await Bench.Read(db => db.ChatMessages.ToListAsync(Ct));
        Assert.Equal([(ada, true), (bob, false)], chat.OrderBy(m => m.SourceId).Select(m => (m.Author, m.SealedText is null)));
        var derivatives = await Bench.Read(db => db.Derivatives.ToListAsync(Ct));
        Assert.NotEmpty(derivatives);
        Assert.All(derivatives, d => Assert.Equal((DerivativeState.Ready, false), (d.State, d.Persons.Contains(ada))));
        Assert.Equal(await Bench.Count("media_objects"), Bench.BytesOnDisk().Count);
        Assert.Equal(1 + derivatives.Count, Bench.BytesOnDisk().Count);
        Assert.Equal(0, await Bench.SendAsSystem(new SweepObjects.Query()));
    }

    [Fact]
    public async Task Is_told_by_the_ledger_without_a_name()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        var request = (await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)))).Value;
        await Bench.ContinueErasures();

        var ledger = await Bench.Ledger();

        Assert.Equal(["erasure.requested", "erasure.completed"], ledger.Where(e => e.Object == request.ToString()).Select(e => e.Kind));
        Assert.Contains(ledger, e => e.Kind == "key.destroyed" && e.Object == recording.PersonCalled(0).ToString());
        Assert.Contains("recording.redacted", await Bench.Kinds(recording.Id));
        Assert.All(ledger, e => Assert.DoesNotMatch("\"ada\"|by name", e.Leaf));
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task Asked_for_twice_is_one_request()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        var first = await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)));
        var before = await Bench.Everything();

        var second = await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)));

        Assert.Equal(first.Value, second.Value);
        Assert.Equal(before, await Bench.Everything());
    }

    [Fact]
    public async Task Waits_for_a_hold_and_goes_on_when_it_is_released()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        await Bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7"));
        var request = (await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)))).Value;
        await Bench.ContinueErasures();

        Assert.Equal(ErasureState.Deferred, (await Request(request)).State);
        Assert.Equal(2, (await PersonsWithKeys()).Count);
        Assert.All((await Bench.Recording(recording.Id)).Tracks, t => Assert.Equal(TrackState.Cleared, t.State));

        await Bench.Send(new ReleaseLegalHold.Command(recording.Id, (await Bench.Recording(recording.Id)).Holds.Single().Id));
        await Bench.ContinueErasures();

        Assert.Equal(ErasureState.Completed, (await Request(request)).State);
        Assert.Equal([recording.PersonCalled(1).Value], await PersonsWithKeys());
        Assert.Equal(["erasure.requested", "erasure.deferred", "erasure.completed"], (await Bench.Ledger()).Where(e => e.Object == request.ToString()).Select(e => e.Kind));
    }

    [Fact]
    public async Task Reaches_every_recording_of_the_person_also_in_the_bin()
    {
        var kept = await Bench.IngestAgreed("ada", "bob");
        var binned = await Bench.IngestAgreed("ada", "bob");
        await Bench.Send(new MoveToBin.Command(binned.Id));
        Assert.Equal(kept.PersonCalled(0), binned.PersonCalled(0));

        var request = (await Bench.Send(new RequestErasure.Command(kept.PersonCalled(0)))).Value;
        await Bench.ContinueErasures();

        Assert.Equal((ErasureState.Completed, 2), ((await Request(request)).State, (await Request(request)).Recordings));
        foreach (var id in new[] { kept.Id, binned.Id })
        {
            Assert.Equal(TrackState.Erased, (await Bench.Recording(id)).TrackOf(0).State);
        }
    }

    [Fact]
    public async Task Of_somebody_alone_in_a_call_leaves_a_recording_without_media()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Bench.Derive();

        var request = (await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)))).Value;
        await Bench.ContinueErasures();

        Assert.Equal(ErasureState.Completed, (await Request(request)).State);
        Assert.False((await Bench.Recording(recording.Id)).IsPlayable);
        Assert.Empty(Bench.BytesOnDisk());
    }

    [Fact]
    public async Task The_same_delivery_again_does_not_bring_them_back()
    {
        var call = new Call("call-1", Bench.Clock.GetUtcNow(), "ada", "bob");
        var recording = await Bench.Ingest(call);
        await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)));
        await Bench.ContinueErasures();

        await Bench.WorkOff(await call.Deliver(Bench, "the same again"));

        recording = await Bench.Recording(recording.Id);
        Assert.Equal((2, 2), (recording.Tracks.Count, recording.Participants.Count));
        Assert.Equal([recording.PersonCalled(1).Value], await PersonsWithKeys());
        Assert.Single(Bench.BytesOnDisk());
    }

    [Fact]
    public async Task More_of_the_same_call_takes_what_is_new_of_the_others_and_nothing_of_them()
    {
        var call = new Call("call-1", Bench.Clock.GetUtcNow(), "ada", "bob");
        var recording = await Bench.Ingest(call);
        var bob = recording.PersonCalled(1);
        await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)));
        await Bench.ContinueErasures();

        recording = await Bench.Ingest(call with { WithMore = true }, "more of it");

        Assert.Equal(["t0", "t1", "t1-more"], recording.Tracks.Select(t => t.SourceTrackId).Order(StringComparer.Ordinal));
        Assert.Equal(2, recording.Participants.Count);
        Assert.Equal([bob.Value], await PersonsWithKeys());
        Assert.Equal(2, Bench.BytesOnDisk().Count);
    }

    private Task<ErasureRequest> Request(ErasureRequestId id) => Bench.Read(db => db.ErasureRequests.FirstAsync(r => r.Id == id, Ct));

    private async Task<IReadOnlyList<Guid>> PersonsWithKeys()
    {
        List<Guid> persons = [];
        await using var superuser = new Npgsql.NpgsqlConnection(Bench.Database.SuperuserConnectionString);
        await superuser.OpenAsync(Ct);
        await using var command = new Npgsql.NpgsqlCommand("select person_id from person_keys", superuser);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct))
        {
            persons.Add(reader.GetGuid(0));
        }

        return persons;
    }
}
