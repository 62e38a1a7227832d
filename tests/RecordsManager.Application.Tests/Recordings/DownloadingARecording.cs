using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Playback;

namespace RecordsManager.Application.Tests.Recordings;

/// <summary>Who may take a file, and what ends a download that runs: the same as ends a player, with the next read.</summary>
public sealed class DownloadingARecording : OnTheWorkbench
{
    private Recording _recording = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recording = await Bench.IngestAgreed("ada", "grace");
        await Bench.Derive();
    }

    [Fact]
    public async Task Is_for_who_may_take_files_and_for_links_that_say_so()
    {
        Assert.Null((await Ask(null)).Error);
        Assert.Equal(PlaybackErrors.DownloadNotAllowed, (await Ask(null, Roles.Member)).Error);
        Assert.Equal(PlaybackErrors.NotAllowed, (await Ask(null, Roles.Auditor)).Error);
        Assert.Equal(PlaybackErrors.DownloadNotAllowed, (await Ask(await Share(new()), "nobody")).Error);
        Assert.Equal(RecordingErrors.NotFound, (await Ask(null, content: DownloadContent.Movie)).Error); // nobody had a camera

        Assert.Equal(ShareErrors.DownloadHasNoPlays, (await Create(new(Plays: 3, AllowsDownload: true))).Error);
        Assert.Equal(ShareErrors.DownloadNotYours, (await Create(new(AllowsDownload: true), Roles.Member)).Error);
        var link = await Share(new(AllowsDownload: true));
        Assert.Null((await Ask(link, "nobody")).Error);
        Assert.Contains(await Bench.Ledger(), e => e.Kind == "share.created" && e.Leaf.Contains("\"download\":\"allowed\"", StringComparison.Ordinal));
        Assert.True((await Bench.Send(new ListShareLinks.Query())).Rows.Single(r => r.Link.Id == link).Link.AllowsDownload);

        var part = (await Create(new(Part: new Stretch(1, Stretch.Always.ToNs), AllowsDownload: true))).Value;
        var shared = (await Ask(part.Id, "nobody")).Value;
        Assert.Equal(part.Part!.Value.FromNs, shared.FromNs);
        Assert.All(shared.Tracks[0][0].Rendition.Fragments, f => Assert.True(f.StartNs >= part.Part.Value.FromNs && f.StartNs + f.DurationNs <= part.Part.Value.ToNs));
    }

    [Fact]
    public async Task Through_a_link_is_neither_of_some_of_the_people_nor_of_a_picture_that_is_marked_and_can_be_allowed_later()
    {
        IReadOnlyList<ParticipantId> some = [_recording.Participant(0).Id];
        Assert.Equal(ShareErrors.DownloadHasEverybody, (await Create(new(Speakers: some, AllowsDownload: true))).Error);
        var forSome = await Share(new(Speakers: some));
        Assert.Equal(ShareErrors.DownloadHasEverybody, (await Change(forSome, new(AllowsDownload: true))).Error);

        var link = await Share(new(Plays: 3));
        Assert.Equal(ShareErrors.DownloadHasNoPlays, (await Change(link, new(Plays: 3, AllowsDownload: true))).Error);
        Assert.Equal(ShareErrors.DownloadNotYours, (await Change(link, new(AllowsDownload: true), Roles.Member)).Error);
        Assert.Null((await Change(link, new(AllowsDownload: true))).Error);
        Assert.Null((await Ask(link, "nobody")).Error);
        Assert.Null((await Change(link, new(Reason: "A member changes something else", AllowsDownload: true), Roles.Member)).Error);
        Assert.Contains(await Bench.Ledger(), e => e.Kind == "share.changed" && e.Leaf.Contains("\"downloadWas\":\"none\"", StringComparison.Ordinal));

        await Bench.Send(new ChangeWatermark.Command(WatermarkAudience.Recipients));
        Assert.Equal(PlaybackErrors.DownloadNotAllowed, (await Ask(link, "nobody")).Error);
        Assert.Null((await Ask(null)).Error);
    }

    private Task<Result<ChangeShareLink.Changed>> Change(ShareLinkId link, ChangeShareLink.Conditions under, string role = Roles.Admin) =>
        Bench.Send(new ChangeShareLink.Command(link, under), role);

    [Fact]
    public async Task Ends_with_the_next_read_once_it_is_not_allowed_any_more()
    {
        var (revoked, ended, live) = (await Share(new(AllowsDownload: true)), (await Create(new(AllowsDownload: true), hours: 1)).Value.Id, await Share(new(AllowsDownload: true)));
        await using var fromRevoked = await Open(revoked);
        await using var fromEnded = await Open(ended);
        await using var fromLive = await Open(live);
        var signedIn = await Open(null);
        Assert.True(await Goes(fromRevoked) && await Goes(fromEnded) && await Goes(fromLive) && await Goes(signedIn));

        await Bench.Send(new RevokeShareLinks.Command([revoked]));
        Assert.False(await Goes(fromRevoked));
        Bench.Clock.Advance(TimeSpan.FromHours(2));
        Assert.False(await Goes(fromEnded));
        Assert.True(await Goes(fromLive) && await Goes(signedIn));

        await Bench.Says(_recording, _recording.Participant(0), ConsentEventKind.Withdrawn);
        Assert.False(await Goes(fromLive) || await Goes(signedIn));
        await Bench.Derive(); // what is made without them is another file, and the download of the old one does not become it
        Assert.Null((await Ask(live, "nobody")).Error);
        Assert.False(await Goes(fromLive) || await Goes(signedIn));

        await signedIn.DisposeAsync();
        signedIn = await Open(null);
        Assert.True(await Goes(signedIn));
        await Bench.Send(new MoveToBin.Command(_recording.Id));
        Assert.False(await Goes(signedIn));
        await signedIn.DisposeAsync();
    }

    private static async Task<bool> Goes(Stream download)
    {
        try
        {
            await download.ReadExactlyAsync(new byte[500], Ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<Stream> Open(ShareLinkId? link)
    {
        var query = new OpenDownload.Query(_recording.Id, link, DownloadContent.Sound);
        var downloads = ActivatorUtilities.CreateInstance<Downloads>(Bench.Services);
        await using var scope = Bench.Services.CreateAsyncScope();
        var actor = scope.ServiceProvider.GetRequiredService<ICurrentActor>();
        actor.Enter(Bench.Organization, "usr_test", new HashSet<Permission>());
        var before = downloads.Before(actor, query);
        return await downloads.Open(actor, query, (await Bench.Send(query, link is null ? Roles.Admin : "nobody")).Value, before, Ct);
    }

    private Task<Result<OpenDownload.View>> Ask(ShareLinkId? link, string role = Roles.Admin, DownloadContent content = DownloadContent.Sound) => Bench.Send(new OpenDownload.Query(_recording.Id, link, content), role);

    private Task<Result<CreateShareLink.Created>> Create(CreateShareLink.Conditions under, string role = Roles.Admin, int hours = 24) =>
        Bench.Send(new CreateShareLink.Command(_recording.Id, "Grace", "Ada", Bench.Clock.GetUtcNow().AddHours(hours), under), role);

    private async Task<ShareLinkId> Share(CreateShareLink.Conditions under) => (await Create(under)).Value.Id;
}
