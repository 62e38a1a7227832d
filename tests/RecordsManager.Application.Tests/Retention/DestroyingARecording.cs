using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Tests.Retention;

public sealed class DestroyingARecording : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_every_byte_every_key_share_every_word_and_leaves_a_certificate()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        await Bench.Derive();
        Assert.NotEmpty(await Bench.Read(db => db.Derivatives.ToListAsync(Ct)));
        var objects = await Bench.Count("media_objects");
        Assert.Equal(objects, Bench.BytesOnDisk().Count);

        await Destroy(recording.Id);

        Assert.Empty(Bench.BytesOnDisk());
        foreach (var table in new[] { "media_objects", "object_shares", "derivatives", "uploads", "upload_parts" })
        {
            Assert.True(await Bench.Count(table) == 0, table);
        }

        Assert.Equal(0, await Bench.SendAsSystem(new SweepObjects.Query()));
        var messages = await Bench.Read(db => db.ChatMessages.ToListAsync(Ct));
        Assert.Equal(2, messages.Count);
        Assert.All(messages, m => Assert.Null(m.SealedText));
        var delivery = await Bench.Read(db => db.Deliveries.SingleAsync(Ct));
        Assert.Equal((null, null), (delivery.SealedFiles, delivery.SealedReport));

        var certificate = await Bench.Read(db => db.Certificates.SingleAsync(Ct));
        Assert.Equal((recording.Id, Bench.Clock.GetUtcNow(), (int)objects), (certificate.Recording, certificate.IssuedAt, certificate.Objects));
        Assert.Equal("retention P90D, grace 30 days, policy version 1", certificate.Rule);
        Assert.Equal("disposition.destroyed", (await Bench.Kinds(recording.Id))[^1]);
        Assert.Contains(certificate.Id.ToString(), (await Bench.Ledger())[^1].Leaf, StringComparison.Ordinal);
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task Takes_nothing_of_another_recording_with_the_same_people()
    {
        var destroyed = await Bench.IngestAgreed("ada", "bob");
        var kept = await Bench.IngestAgreed("ada", "bob");

        await Destroy(destroyed.Id);

        kept = await Bench.Recording(kept.Id);
        Assert.All(kept.Tracks, t => Assert.Equal(TrackState.Cleared, t.State));
        Assert.Equal(kept.Tracks.Count, Bench.BytesOnDisk().Count);
        Assert.All(await Bench.Read(db => db.ChatMessages.Where(m => m.Recording == kept.Id).ToListAsync(Ct)), m => Assert.NotNull(m.SealedText));
    }

    [Fact]
    public async Task What_a_crash_between_commit_and_deletion_leaves_is_found_by_the_janitor()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Bench.Send(new MoveToBin.Command(recording.Id));
        Bench.Clock.Advance(TimeSpan.FromDays(40));
        await Bench.In(Bench.Organization, async services =>
        {
            var loaded = await services.GetRequiredService<IWriteDb>().Recording(recording.Id, Ct);
            Assert.False(loaded!.Destroy(CertificateId.New(Bench.Clock.GetUtcNow()), Bench.Clock.GetUtcNow()).Failed);
            await services.GetRequiredService<IUnitOfWork>().Commit(Ct); // and here the power fails
        });
        Assert.Single(Bench.BytesOnDisk());

        Assert.Equal(1, await Bench.SendAsSystem(new SweepObjects.Query()));

        Assert.Empty(Bench.BytesOnDisk());
        Assert.Equal((0, 0), (await Bench.Count("media_objects"), await Bench.Count("object_shares")));
    }

    [Fact]
    public async Task Consent_that_is_given_afterwards_is_recorded_and_brings_nothing_back()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Destroy(recording.Id);

        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);

        Assert.Equal([TrackState.Destroyed], (await Bench.Recording(recording.Id)).Tracks.Select(t => t.State));
        Assert.Empty(await Bench.SendAsSystem(new PendingDerivations.Query()));
        Assert.Equal("consent.granted", (await Bench.Kinds(recording.Id))[^1]);
        Assert.Empty(Bench.BytesOnDisk());
    }

    [Fact]
    public async Task Ends_its_links_in_plain_words_already_in_the_bin()
    {
        var recording = await Bench.IngestAgreed("ada");
        var link = (await Bench.Send(new CreateShareLink.Command(recording.Id, "Grace", "Ada", Bench.Clock.GetUtcNow().AddDays(60)))).Value.Id;
        Assert.Null((await Bench.Send(new OpenShareLink.Query(link))).Value.Dead);

        await Bench.Send(new MoveToBin.Command(recording.Id));
        Assert.Equal(PlaybackErrors.RecordingGone, (await Bench.Send(new OpenShareLink.Query(link))).Value.Dead);

        Bench.Clock.Advance(TimeSpan.FromDays(40));
        await Bench.Sweep();
        Assert.Equal(PlaybackErrors.RecordingGone, (await Bench.Send(new OpenShareLink.Query(link))).Value.Dead);
    }

    [Fact]
    public async Task A_delivery_that_comes_late_does_not_bring_it_back()
    {
        var started = Bench.Clock.GetUtcNow();
        var recording = await Bench.Ingest(new Call("call-1", started, "ada"));
        await Destroy(recording.Id);

        var late = await Bench.WorkOff(await new Call("call-1", started, "ada", "bob") { Part = "late" }.Deliver(Bench));

        Assert.Equal(RecordingErrors.Destroyed.Code, late.Error?.Code);
        Assert.False(Assert.Single((await Bench.Recording(recording.Id)).Tracks).HasBytes);
        Assert.DoesNotContain(await Bench.Read(db => db.ChatMessages.ToListAsync(Ct)), m => m.SealedText is not null);
    }

    private async Task Destroy(RecordingId recording)
    {
        Assert.Equal(Result.Ok, await Bench.Send(new MoveToBin.Command(recording)));
        Bench.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Contains(recording, await Bench.Sweep());
        Assert.Equal(RecordingState.Destroyed, (await Bench.Recording(recording)).State);
    }
}
