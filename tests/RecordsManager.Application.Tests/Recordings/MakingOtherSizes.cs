using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Recordings;

/// <summary>The composite as a ladder: each scene a second time, smaller, after all that somebody waits for.</summary>
public sealed class MakingOtherSizes : IAsyncLifetime
{
    private Workbench? _bench;

    private Workbench Bench => _bench!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await Workbench.Create(heights: [360, 1080]);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task Every_scene_has_a_variant_with_the_same_segments_and_no_larger_one_than_what_came()
    {
        var recording = await Seen();

        await Turn(recording);

        var (scenes, variants) = (await Of(recording, DerivativeKind.Scene), await Of(recording, DerivativeKind.Variant));
        Assert.Equal(scenes.Select(s => (s.Ordinal, s.State)), variants.Select(v => (v.Ordinal, v.State)));
        Assert.All(variants, v => Assert.Equal((360, DerivativeState.Ready), (v.Height, v.State)));
        Assert.Equal(scenes.SelectMany(s => s.Tracks.Select(t => (s.Ordinal, t))), variants.SelectMany(v => v.Tracks.Select(t => (v.Ordinal, t))));

        var small = Assert.Single((await Bench.Send(new ListVariants.Query(recording.Id, null))).Value);
        var whole = (await Bench.Send(new OpenRendition.Query(recording.Id, null, DerivativeKind.Scene))).Value;
        Assert.Equal(360, small.Height);
        Assert.Equal(Times(whole), Times(small.View));
        Assert.Equal(Times(whole), Times((await Bench.Send(new OpenRendition.Query(recording.Id, null, DerivativeKind.Variant, Height: 360))).Value));
        Assert.Equal(RecordingErrors.NotFound, (await Bench.Send(new OpenRendition.Query(recording.Id, null, DerivativeKind.Variant, Height: 540))).Error);
        Assert.Equal(PlaybackErrors.NotAllowed, (await Bench.Send(new ListVariants.Query(recording.Id, null), Roles.Auditor)).Error);
    }

    [Fact]
    public async Task Where_what_came_has_more_in_it_than_the_composite_shows_there_is_a_larger_one()
    {
        var recording = await Seen();
        await Bench.Database.Tell("update tracks set picture_width = 1920, picture_height = 1080 where kind = 'Camera'");

        await Turn(recording);

        var listed = (await Bench.Send(new ListVariants.Query(recording.Id, null))).Value;
        Assert.Equal([(1080, 1920), (360, 640)], listed.Select(v => (v.Height, v.View.Parts[0].Rendition.Width ?? 0)));
        Assert.Equal(Times(listed[1].View), Times(listed[0].View));
    }

    [Fact]
    public async Task The_picture_of_another_recording_goes_before_them_and_nobody_waits_for_them()
    {
        var first = await Seen();
        await Turn(first);
        await Bench.Database.Tell($"update derivatives set state = 'Waiting', progress = 0, object_id = null, contents = null where kind = 'Variant'");
        var second = await Seen();
        await Turn(second);
        await Bench.Database.Tell($"update derivatives set state = 'Waiting', progress = 0, object_id = null, contents = null where (kind = 'Variant' or ordinal = 0 and kind = 'Scene') and recording_id = '{second.Id.Value}'");

        Assert.Equal([second.Id, first.Id], await Bench.SendAsSystem(new PendingDerivations.Query()));
        await Turn(first);
        Assert.Equal(2, (await Of(first, DerivativeKind.Variant)).Count(v => v.State == DerivativeState.Ready)); // and no more in this turn
        var view = (await Bench.Send(new ShowRecording.Query(first.Id))).Value.Call;
        Assert.Equal((Readiness.Whole, 1, true), (view.Readiness, view.Progress.Fraction, view.Progress.IsReady));
        Assert.True(view.Progress.Done < view.Progress.Total);

        await Turn(second);
        await Turn(first);
        Assert.Empty(await Bench.SendAsSystem(new PendingDerivations.Query()));
    }

    [Fact]
    public async Task Of_a_scene_that_cannot_be_made_none_is_until_both_are_tried_again()
    {
        var recording = await Seen();
        await Turn(recording);
        await Bench.Database.Tell($"update derivatives set state = 'Failed', attempts = 3, failure = 'by a test', progress = 0, object_id = null, contents = null where kind = 'Scene' and ordinal = 1");
        await Bench.Database.Tell($"update derivatives set state = 'Waiting', progress = 0, object_id = null, contents = null where kind = 'Variant' and ordinal = 1");

        for (var turn = 0; (await Bench.SendAsSystem(new PendingDerivations.Query())).Count > 0; turn++)
        {
            Assert.InRange(turn, 0, 2);
            await Turn(recording);
        }

        var failed = Assert.Single(await Of(recording, DerivativeKind.Variant), v => v.State == DerivativeState.Failed);
        Assert.Equal((1, 3, "The scene that it is made of could not be made."), (failed.Ordinal, failed.Attempts, failed.Failure));
        Assert.Empty((await Bench.Send(new ListVariants.Query(recording.Id, null))).Value);

        Assert.Null((await Bench.Send(new RetryDerivatives.Command(recording.Id))).Error);
        await Turn(recording);
        Assert.Single((await Bench.Send(new ListVariants.Query(recording.Id, null))).Value);
    }

    [Fact]
    public async Task Who_withdraws_is_gone_from_every_size_at_once()
    {
        var recording = await Seen();
        await Turn(recording);
        var before = await Of(recording, DerivativeKind.Variant);

        await Bench.Says(recording, recording.Participants[0], ConsentEventKind.Withdrawn);
        Assert.Equal(PlaybackErrors.Changing, (await Bench.Send(new OpenRendition.Query(recording.Id, null, DerivativeKind.Variant, Height: 360))).Error);
        await Turn(recording);

        var theirs = recording.Tracks.Where(t => t.Participant == recording.Participants[0].Id).Select(t => t.Id).ToList();
        var after = await Of(recording, DerivativeKind.Variant);
        Assert.Contains(before, v => v.Tracks.Intersect(theirs).Any());
        Assert.DoesNotContain(after, v => v.Tracks.Intersect(theirs).Any());
        Assert.All(after, v => Assert.Equal(DerivativeState.Ready, v.State));
        var left = await Bench.Database.Ask<Guid>("select id from media_objects");
        Assert.DoesNotContain(before.Where(v => v.Tracks.Intersect(theirs).Any()).Select(v => v.Object!.Value.Value), left.Contains);
    }

    [Fact]
    public async Task A_link_gives_no_more_in_another_size_than_in_the_first()
    {
        var recording = await Seen();
        await Turn(recording);
        var whole = (await Ask(null, DerivativeKind.Scene)).Value.Parts.SelectMany(p => p.Rendition.Fragments).ToList();
        var (plain, of, part) = (await Share(new()), await Share(new(Speakers: [recording.Participants[0].Id])), await Share(new(Part: new Stretch(whole[^1].StartNs, whole[^1].StartNs + 1_000_000))));

        Assert.Equal(Times((await Ask(plain, DerivativeKind.Scene)).Value), Times((await Ask(plain, DerivativeKind.Variant, 360)).Value));
        Assert.Equal(RecordingErrors.NotFound, (await Ask(of, DerivativeKind.Variant, 360)).Error); // it shows everybody
        Assert.Empty((await Bench.Send(new ListVariants.Query(recording.Id, of), "nobody")).Value);
        Assert.Equal(Times((await Ask(part, DerivativeKind.Scene)).Value), Times((await Ask(part, DerivativeKind.Variant, 360)).Value));

        // who takes back their consent to sharing is in no size that a recipient gets, and stays in those of the organization
        await Bench.Send(new RecordConsent.Command(recording.Id, recording.Participants[0].Id, ConsentEventKind.Withdrawn, "api", "en", null, null, [Purpose.Sharing]));
        await Turn(recording);
        var theirs = recording.Tracks.Where(t => t.Participant == recording.Participants[0].Id).Select(t => t.Id).ToList();
        var variants = await Of(recording, DerivativeKind.Variant);
        Assert.All(variants.Where(v => v.ForRecipients), v => Assert.Empty(v.Tracks.Intersect(theirs)));
        Assert.Contains(variants, v => !v.ForRecipients && v.Tracks.Intersect(theirs).Any());
        Assert.Equal(variants.Where(v => v.ForRecipients).Select(v => v.Object), (await Ask(plain, DerivativeKind.Variant, 360)).Value.Parts.Select(p => (MediaObjectId?)p.Object));

        Task<Result<OpenRendition.View>> Ask(ShareLinkId? link, DerivativeKind kind, int? height = null) => link is null
            ? Bench.Send(new OpenRendition.Query(recording.Id, null, kind, Height: height))
            : Bench.Send(new OpenRendition.Query(recording.Id, link, kind, Height: height), "nobody");
        async Task<ShareLinkId> Share(CreateShareLink.Conditions under) => (await Bench.Send(new CreateShareLink.Command(recording.Id, "Grace", "Ada", Bench.Clock.GetUtcNow().AddDays(1), under))).Value.Id;
    }

    private Task<Recording> Seen() => Bench.IngestAgreed(new Call($"seen-{Guid.NewGuid():N}", Bench.Clock.GetUtcNow(), "ada", "bao") { WithCameras = true });

    private static List<(long, long)> Times(OpenRendition.View view) => [.. view.Parts.SelectMany(p => p.Rendition.Fragments).Select(f => (f.StartNs, f.DurationNs))];

    private async Task Turn(Recording recording) => Assert.Equal(Result.Ok, await Bench.SendAsSystem(new MakeDerivatives.Command(recording.Id)));

    private Task<List<Derivative>> Of(Recording recording, DerivativeKind kind) =>
        Bench.Read(db => db.Derivatives.Where(d => d.Recording == recording.Id && d.Kind == kind).OrderBy(d => d.Ordinal).ToListAsync(Ct));
}
