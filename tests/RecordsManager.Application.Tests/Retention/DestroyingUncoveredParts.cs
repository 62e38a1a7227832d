using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Retention;

/// <summary>A call of two seconds whose one person agreed to the second half second and the third: the rest waits 14 days.</summary>
public sealed class DestroyingUncoveredParts : OnTheWorkbench
{
    private static readonly Stretch Window = Stretch.FromSeconds(0.5, 1.5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leaves_after_14_days_only_what_is_covered_with_a_certificate_and_no_byte_of_the_original()
    {
        var recording = await Bounded();
        var before = recording.TrackOf(0);
        Assert.Equal([before.Extent], before.Kept);
        Bench.Clock.Advance(TimeSpan.FromDays(14).Subtract(TimeSpan.FromMinutes(1)));
        Assert.Empty(await Bench.Sweep());

        Bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([recording.Id], await Bench.Sweep());

        recording = await Bench.Recording(recording.Id);
        var after = recording.TrackOf(0);
        Assert.Equal((TrackState.Cleared, null, before.Extent), (after.State, after.QuarantinedUntil, after.Extent));
        Assert.Equal([Window], after.Windows);
        Assert.Equal([Window], after.Kept);
        Assert.NotEqual(before.Object, after.Object);
        Assert.Equal((1, 1), (await Bench.Count("media_objects"), Bench.BytesOnDisk().Count));
        Assert.Equal(after.Sha256, await Sha256(after.Object));
        Assert.Equal("track.part-rejected", (await Bench.Kinds(recording.Id))[^1]);
        var certificate = await Bench.Read(db => db.Certificates.SingleAsync(Ct));
        Assert.Equal((recording.Id, 1, "no consent for parts of it before the deadline"), (certificate.Recording, certificate.Objects, certificate.Rule));
        Assert.Contains(certificate.Id.ToString(), (await Bench.Ledger())[^1].Leaf, StringComparison.Ordinal);
        Assert.Empty(await Bench.Sweep());
        await Bench.ChainHolds();

        // what is gone, no later yes brings back; what is left is rendered as before
        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);
        Assert.Equal([Window], (await Bench.Recording(recording.Id)).TrackOf(0).Windows);
        await Bench.Derive();
        Assert.DoesNotContain(await Bench.Read(db => db.Derivatives.ToListAsync(Ct)), d => d.State != DerivativeState.Ready);
        var shown = Assert.Single((await Bench.Send(new ShowRecording.Query(recording.Id))).Value.Consent);
        Assert.Equal(["0-500 no", "500-1500 plays", "1500-2000 no"], shown.Windows.Select(w => $"{w.At.FromMs}-{Math.Min(2000, w.At.ToMs)} {(w.MayPlay ? "plays" : "no")}"));
    }

    [Fact]
    public async Task Waits_while_a_hold_stands()
    {
        var recording = await Bounded();
        await Bench.Send(new PlaceLegalHold.Command(recording.Id, "CASE-7"));
        Bench.Clock.Advance(TimeSpan.FromDays(20));

        Assert.Empty(await Bench.Sweep());
        Assert.Equal(Result.Ok, await Bench.SendAsSystem(new DestroyUncoveredParts.Command(recording.Id)));
        Assert.Equal(recording.TrackOf(0).Object, (await Bench.Recording(recording.Id)).TrackOf(0).Object);

        await Bench.Send(new ReleaseLegalHold.Command(recording.Id, (await Bench.Recording(recording.Id)).Holds[0].Id));
        Assert.Equal([recording.Id], await Bench.Sweep());
        Assert.Equal([Window], (await Bench.Recording(recording.Id)).TrackOf(0).Kept);
    }

    [Fact]
    public async Task Consent_before_the_deadline_releases_all_of_it()
    {
        var recording = await Bounded();
        Bench.Clock.Advance(TimeSpan.FromDays(13));
        await Bench.Says(recording, recording.Participant(0), ConsentEventKind.Granted);
        Bench.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Empty(await Bench.Sweep());
        var track = (await Bench.Recording(recording.Id)).TrackOf(0);
        Assert.Equal((true, null, recording.TrackOf(0).Object), (track.IsWhole, track.QuarantinedUntil, track.Object));
    }

    private async Task<Recording> Bounded()
    {
        var started = Bench.Clock.GetUtcNow();
        var recording = await Bench.Ingest(new Call("call-1", started, "ada"));
        Bench.Clock.Advance(TimeSpan.FromSeconds(10));
        foreach (var (kind, after) in new[] { (ConsentEventKind.Granted, 0.5), (ConsentEventKind.Withdrawn, 1.5) })
        {
            var said = await Bench.Send(new RecordConsent.Command(recording.Id, recording.Participant(0).Id, kind, "api", "en", null, started.AddSeconds(after)));
            Assert.Null(said.Error);
        }

        recording = await Bench.Recording(recording.Id);
        Assert.Equal([Window], recording.TrackOf(0).Windows);
        Assert.Equal(Bench.Clock.GetUtcNow().AddDays(14).AddSeconds(-10), recording.TrackOf(0).QuarantinedUntil!.Value, TimeSpan.FromSeconds(11));
        return recording;
    }

    private async Task<string> Sha256(MediaObjectId id)
    {
        var hash = "";
        await Bench.In(Bench.Organization, async services =>
        {
            await using var reader = await services.GetRequiredService<IObjectVault>().Open(Bench.Organization, id, Ct);
            using var bytes = new MemoryStream();
            await reader.CopyTo(0, reader.Length, bytes, Ct);
            hash = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
        });
        return hash;
    }
}
