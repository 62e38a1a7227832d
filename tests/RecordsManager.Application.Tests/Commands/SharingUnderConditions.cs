using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Commands;

/// <summary>What a link may ask for and leave out, as the recipient meets it and as the ledger keeps it.</summary>
public sealed partial class SharingUnderConditions : OnTheWorkbench
{
    private const string Phrase = "correct horse";

    private Recording _recording = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => Bench.Clock.GetUtcNow();

    private Mailbox Mailbox => Bench.Services.GetRequiredService<Mailbox>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recording = await Bench.IngestAgreed("ada", "grace");
        await Bench.Derive();
    }

    [Fact]
    public async Task Refuses_conditions_that_cannot_be_kept_and_says_which()
    {
        Assert.Equal(ShareErrors.StartOutOfRange, await Refused(new(StartsAt: Now.AddDays(2))));
        Assert.Equal(ShareErrors.PlaysOutOfRange, await Refused(new(Plays: 0)));
        Assert.Equal(ShareErrors.PlaysOutOfRange, await Refused(new(Plays: 1001)));
        Assert.Equal(ShareErrors.ReasonTooLong, await Refused(new(Reason: new string('x', 501))));
        Assert.Equal(ShareErrors.PassphraseOutOfRange, await Refused(new(Passphrase: "1234567")));
        Assert.Equal(ShareErrors.RangeOutOfRange, await Refused(new(Part: Stretch.FromSeconds(-1, 1))));
        Assert.Equal(ShareErrors.RangeOutOfRange, await Refused(new(Part: Stretch.FromSeconds(1, 1))));
        Assert.Equal(ShareErrors.RangeOutOfRange, await Refused(new(Part: Stretch.FromSeconds(0, 100_000))));
        foreach (var address in new[] { "grace", "grace@x.example\r\nBcc: all@x.example", "a@x.example,b@x.example", "Grace <grace@x.example>", "grace@x.example\n" + "x" })
        {
            Assert.Equal(ShareErrors.MailMalformed, await Refused(new(Mail: address)));
        }

        Mailbox.IsSetUp = false;
        Assert.Equal(ShareErrors.MailNotSetUp, await Refused(new(Mail: "grace@x.example")));
    }

    [Fact]
    public async Task Plays_nothing_before_its_start()
    {
        var link = await Share(new(StartsAt: Now.AddHours(1), Reason: "for the board"));

        Assert.Equal(PlaybackErrors.LinkNotStarted, (await Open(link)).Dead);
        Assert.Equal(PlaybackErrors.LinkNotStarted, (await Rendition(link)).Error);
        Assert.Equal(PlaybackErrors.LinkNotStarted, (await View(link)).Error);
        Bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await Open(link)).Dead);
        Assert.Null((await Rendition(link)).Error);
        Assert.Equal("for the board", (await Bench.Send(new ListShareLinks.Query())).Rows[0].Link.Reason);
    }

    [Fact]
    public async Task Counts_plays_exactly_however_many_come_at_once_and_a_reload_as_none()
    {
        var link = await Share(new(Plays: 3));

        var counted = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Bench.Send(new CountView.Command(link, $"s{i}"), "nobody")));

        Assert.Equal(3, counted.Count(c => !c.Failed));
        Assert.All(counted.Where(c => c.Failed), c => Assert.Equal(PlaybackErrors.LinkUsedUp, c.Error));
        Assert.Equal(3, await Bench.Read(db => db.ShareLinks.Where(l => l.Id == link).Select(l => l.Views).SingleAsync(Ct)));
        Assert.Equal(3, (await Bench.Ledger()).Count(e => e.Kind == "share.viewed"));

        var playedAt = counted.First(c => !c.Failed).Value.PlayedAt;
        Bench.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(playedAt, (await Bench.Send(new CountView.Command(link, "s0", playedAt), "nobody")).Value.PlayedAt);
        Assert.Null((await Open(link, playedAt: playedAt)).Dead);
        Assert.Equal(PlaybackErrors.LinkUsedUp, (await Open(link)).Dead);
        Assert.Equal(ShareLink.ShortestPlay, (await Rendition(link)).Value.PlayLasts);
        Bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(PlaybackErrors.LinkUsedUp, (await Bench.Send(new CountView.Command(link, "s0", playedAt), "nobody")).Error);
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task Serves_nothing_outside_the_part_that_was_shared()
    {
        var all = (await Rendition(await Share(new()))).Value.Parts[0];
        Assert.Equal(0, all.First);
        var middle = all.Rendition.Fragments[^1];
        var created = (await Create(new(Part: new Stretch(middle.StartNs + 1, Stretch.Always.ToNs), WithoutChat: true))).Value;
        var part = created.Part!.Value;
        Assert.True(part.FromNs <= middle.StartNs && part.ToNs >= middle.StartNs + middle.DurationNs);

        var shared = (await Rendition(created.Id)).Value.Parts[0];
        Assert.Equal(all.Rendition.Fragments.Where(f => f.StartNs >= part.FromNs && f.StartNs + f.DurationNs <= part.ToNs), shared.Rendition.Fragments);
        Assert.Equal(all.Rendition.Fragments.Count - shared.Rendition.Fragments.Count, shared.First);
        var view = await Open(created.Id);
        Assert.Equal(part.LengthNs / 1_000_000, view.Call!.DurationMs);
        Assert.All(view.Call.Lanes.SelectMany(l => l.Plays.Concat(l.Presence)), s => Assert.InRange(s.ToMs, 0, view.Call.DurationMs));
        Assert.Empty(view.Call.Chat);
        var peaks = (await Bench.Send(new OpenWaveforms.Query(_recording.Id, created.Id), "nobody")).Value.Peaks;
        Assert.All(peaks.Values, p => Assert.True(p.Length <= part.LengthNs / 100_000_000));
        Assert.Contains(await Bench.Ledger(), e => e.Kind == "share.created" && e.Leaf.Contains("\"range\"", StringComparison.Ordinal) && e.Leaf.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plays_some_of_the_people_each_by_themselves_and_tells_nothing_of_the_others()
    {
        var (ada, grace) = (_recording.Participant(0), _recording.Participant(1));
        Assert.Equal(ShareErrors.SpeakersUnknown, await Refused(new(Speakers: [])));
        Assert.Equal(ShareErrors.SpeakersUnknown, await Refused(new(Speakers: [ada.Id, default])));
        var link = await Share(new(Speakers: [ada.Id, ada.Id]));

        Assert.Equal(RecordingErrors.NotFound, (await Rendition(link)).Error);
        Assert.Equal(RecordingErrors.NotFound, (await Ask(new(_recording.Id, link, DerivativeKind.Scene))).Error);
        Assert.Null((await Ask(new(_recording.Id, link, DerivativeKind.Stem, ada.Id))).Error);
        Assert.Equal(RecordingErrors.NotFound, (await Ask(new(_recording.Id, link, DerivativeKind.Stem, grace.Id))).Error);
        foreach (var track in (await Bench.Recording(_recording.Id)).Tracks.Where(t => t.Kind.IsVideo()))
        {
            Assert.Equal(track.Participant != ada.Id, (await Ask(new(_recording.Id, link, DerivativeKind.Remux, Track: track.Id))).Failed);
        }

        Assert.Equal([ada.Id], (await Bench.Send(new ListStems.Query(_recording.Id, link), "nobody")).Value.Stems.Select(s => s.Participant));
        Assert.Equal([ada.Id], (await Bench.Send(new OpenWaveforms.Query(_recording.Id, link), "nobody")).Value.Peaks.Keys);
        var (all, some) = ((await Open(await Share(new()))).Call!, (await Open(link)).Call!);
        Assert.Equal((Readiness.Sound, false), (some.Readiness, some.IsTogether));
        Assert.Equal([ada.Id], some.Lanes.Select(l => l.Participant));
        Assert.All(some.Cameras, c => Assert.Equal(ada.Id, c.Participant));
        Assert.All(some.Scenes.SelectMany(s => s.Tiles), t => Assert.Equal(ada.Id, t.Participant));
        Assert.Equal(all.Chat.Where(m => m.Author.Person == ada.Person), some.Chat);
        Assert.True(all.Lanes.Count > 1 && all.Chat.Count > some.Chat.Count);
        var follows = (await Bench.Send(new FollowPlayback.Query(_recording.Id, link), "nobody")).Value;
        Assert.Equal((true, false, 0), (follows.Ready, follows.Whole, follows.Picture));

        // a part of them is of whole fragments of the voice that keeps the time
        var voice = (await Ask(new(_recording.Id, link, DerivativeKind.Stem, ada.Id))).Value.Parts[0].Rendition.Fragments;
        var part = (await Create(new(Part: new Stretch(voice[^1].StartNs + 1_000_000, Stretch.Always.ToNs), Speakers: [ada.Id]))).Value;
        Assert.Equal(voice[^1].StartNs, part.Part!.Value.FromNs);
        Assert.Equal([voice[^1]], (await Ask(new(_recording.Id, part.Id, DerivativeKind.Stem, ada.Id))).Value.Parts[0].Rendition.Fragments);
        Assert.Equal([new SharedSpeaker(ada.Id, some.Lanes[0].Person.DisplayName)], (await Bench.Send(new ShowShareLink.Query(link))).Value.Link.Speakers);
        Assert.Contains(await Bench.Ledger(), e => e.Kind == "share.created" && e.Leaf.Contains("\"speakers\"", StringComparison.Ordinal));

        // who takes back their consent to sharing leaves nobody: not the others
        Assert.Null((await Bench.Send(new RecordConsent.Command(_recording.Id, ada.Id, ConsentEventKind.Withdrawn, "api", "en", null, null, [Purpose.Sharing]))).Error);
        Assert.Equal(PlaybackErrors.NobodyAgreed, (await Open(link)).Dead);

        Task<Result<OpenRendition.View>> Ask(OpenRendition.Query query) => Bench.Send(query, "nobody");
    }

    [Fact]
    public async Task Takes_other_conditions_while_it_is_out_and_the_old_ones_back()
    {
        var link = await Share(new(Reason: "for the board", Passphrase: Phrase));
        var (all, shows) = ((await Rendition(link)).Value.Parts[0].Rendition, await Shows());
        var last = all.Fragments[^1];
        var part = new Stretch(last.StartNs + 1_000_000, Stretch.Always.ToNs);
        var same = (await Create(new(Part: part))).Value;

        var changed = (await Change(new(Now.AddHours(2), Plays: 2, Part: part, WithoutChat: true))).Value;
        Assert.Equal((same.Part, Now.AddHours(2)), (changed.Part, changed.ExpiresAt));
        Assert.Equal((await Rendition(same.Id)).Value.Parts[0].Rendition.Fragments, (await Rendition(link)).Value.Parts[0].Rendition.Fragments);
        Assert.Equal(Now.AddHours(2), (await Rendition(link)).Value.Until);
        Assert.Equal((2, null, true), (await Listed(), (await Bench.Send(new ShowShareLink.Query(link))).Value.Link.Reason, (await Open(link)).Call!.Chat.Count == 0));
        Assert.Equal(Asked.Passphrase, (await Open(link, Asked.Nothing)).Asks); // that stays
        Assert.NotEqual(shows, await Shows());

        // what a player tells that was opened before is of another second zero
        await Bench.Send(new NoteWatched.Command(link, "one", [(0, 1)], FromMs: 77), "nobody");
        Assert.DoesNotContain(await Bench.Ledger(), e => e.Kind == "share.watched");
        await Bench.Send(new NoteWatched.Command(link, "one", [(0, 1)], FromMs: changed.Part!.Value.FromNs / 1_000_000), "nobody");
        Assert.Single(await Bench.Ledger(), e => e.Kind == "share.watched");

        // an unchanged part is not widened again, and nothing changed is not told
        Assert.Equal(changed.Part, (await Change(new(Now.AddHours(3), Plays: 2, Part: part, WithoutChat: true))).Value.Part);
        Assert.Equal(changed.Part, (await Change(new(null, Plays: 2, Part: part, WithoutChat: true))).Value.Part);
        Assert.Null((await Change(changed.Was)).Value.Part);
        Assert.Equal((all.Fragments, shows), ((await Rendition(link)).Value.Parts[0].Rendition.Fragments, await Shows()));
        Assert.Equal((null, "for the board", true), (await Listed(), (await Bench.Send(new ShowShareLink.Query(link))).Value.Link.Reason, (await Open(link)).Call!.Chat.Count > 0));
        Assert.Equal(3, (await Bench.Ledger()).Count(e => e.Kind == "share.changed"));
        Assert.Contains(await Bench.Ledger(), e => e.Kind == "share.changed" && e.Leaf.Contains("\"rangeWas\"", StringComparison.Ordinal) && !e.Leaf.Contains("board", StringComparison.Ordinal));

        Assert.Equal(ShareErrors.PlaysOutOfRange, (await Change(new(Plays: 0))).Error);
        Assert.Equal(ShareErrors.StartOutOfRange, (await Change(new(StartsAt: Now.AddDays(2)))).Error);
        Assert.Equal(ShareErrors.RangeOutOfRange, (await Change(new(Part: Stretch.FromSeconds(1, 1)))).Error);
        Assert.Equal(ShareErrors.ExpiryOutOfRange, (await Change(new(Now.AddDays(91)))).Error);
        await Bench.Send(new RevokeShareLinks.Command([link]));
        Assert.Equal(ShareErrors.Over, (await Change(new(Now.AddDays(2)))).Error);
        await Bench.ChainHolds();

        Task<Result<ChangeShareLink.Changed>> Change(ChangeShareLink.Conditions under) => Bench.Send(new ChangeShareLink.Command(link, under));
        async Task<string> Shows() => (await Bench.Send(new FollowPlayback.Query(_recording.Id, link), "nobody")).Value.Shows;
        async Task<int?> Listed() => (await Bench.Send(new ListShareLinks.Query())).Rows.Single(r => r.Link.Id == link).Link.PlaysAllowed;
    }

    [Fact]
    public async Task Asks_for_its_passphrase_and_is_shut_after_ten_wrong_ones()
    {
        var link = await Share(new(Passphrase: Phrase));
        var asked = await Open(link, Asked.Nothing);
        Assert.Equal((Asked.Passphrase, null, ""), (asked.Asks, asked.Call, asked.Title));
        Assert.NotNull((await Open(link, Asked.Passphrase)).Call);

        for (var wrong = 1; wrong < ShareLink.MostTries; wrong++)
        {
            Assert.False(await Unlocks(link, "correct house"));
        }

        Assert.True(await Unlocks(link, $" {Phrase} ")); // and the count begins anew
        var many = await Task.WhenAll(Enumerable.Range(0, 14).Select(i => Bench.Send(new UnlockShareLink.Command(link, $"guess {i}"), "nobody")));
        Assert.Equal(ShareLink.MostTries, many.Count(m => !m.Failed));
        Assert.All(many.Where(m => !m.Failed), m => Assert.False(m.Value.IsRight));
        Assert.Equal(ShareErrors.NotFound, (await Bench.Send(new UnlockShareLink.Command(link, Phrase), "nobody")).Error);
        Assert.Equal(PlaybackErrors.LinkShut, (await Open(link)).Dead);
        Assert.Equal(19, (await Bench.Ledger()).Count(e => e.Kind == "share.refused"));
        Assert.DoesNotContain(Phrase, await Bench.Read(db => db.ShareLinks.Select(l => l.PassphraseHash).SingleAsync(Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_a_code_that_is_good_once_in_one_browser_for_ten_minutes_and_five_tries()
    {
        var link = await Share(new(Mail: "grace@x.example"));
        var browser = Guid.NewGuid();
        Assert.Equal((Asked.Code, "g…@x.example"), ((await Open(link, Asked.Nothing)).Asks, (await Open(link, Asked.Nothing)).CodeGoesTo));
        Assert.Equal(Asked.Nothing, (await Bench.Send(new OpenShareLink.Query(link, Asked.Nothing, SignedInAs: "Grace@x.example"), "nobody")).Value.Asks);

        var code = await Sent(link, browser);
        Assert.False(await Enters(link, Guid.NewGuid(), code)); // elsewhere
        Assert.True(await Enters(link, browser, code));
        Assert.False(await Enters(link, browser, code)); // again

        code = await Sent(link, browser);
        Bench.Clock.Advance(ShareCode.GoodFor);
        Assert.False(await Enters(link, browser, code)); // late

        code = await Sent(link, browser);
        Assert.Equal(ShareErrors.CodesTooMany, (await Bench.Send(new SendShareCode.Command(link, browser), "nobody")).Error);
        for (var wrong = 0; wrong < ShareCode.MostTries; wrong++)
        {
            Assert.False(await Enters(link, browser, code == "00000000" ? "00000001" : "00000000"));
        }

        Assert.False(await Enters(link, browser, code)); // a sixth try
        Bench.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await Enters(link, browser, await Sent(link, browser)));
        Assert.Equal(4, Mailbox.Mails.Count);
        Assert.All(Mailbox.Mails, m => Assert.Equal("grace@x.example", m.To));
        var other = OrganizationId.New(Now);
        await Bench.AddOrganization(other);
        Assert.Equal(ShareErrors.NotFound, (await Bench.Send(other, new EnterShareCode.Command(link, browser, code), Roles.Of("nobody"))).Error);
    }

    [Fact]
    public async Task Shows_the_owner_what_was_watched_of_each_play()
    {
        var link = await Share(new());
        await Bench.Send(new CountView.Command(link, "one"), "nobody");
        await Bench.Send(new NoteWatched.Command(link, "one", [(0.2, 1.4), (-7, 0.1), (5000, 6000), (double.NaN, 1)]), "nobody");
        await Bench.Send(new NoteWatched.Command(link, "one", [(9000, 9001)]), "nobody"); // nothing that there is
        await Bench.Send(new CountView.Command(link, "two"), "nobody");

        var views = (await Bench.Send(new ShowShareLinkViews.Query(link))).Value;

        Assert.Equal(["two", "one"], views.Select(v => v.Session));
        Assert.Empty(views[0].Watched);
        Assert.Equal([new Span(0, 2000)], views[1].Watched);
        Assert.Single(await Bench.Ledger(), e => e.Kind == "share.watched");
        Assert.Equal(ShareErrors.NotFound, (await Bench.Send(new ShowShareLinkViews.Query(ShareLinkId.New(Now)))).Error);
    }

    [Fact]
    public async Task Signs_with_a_new_key_while_old_links_stay_good_until_theirs_is_retired()
    {
        var signer = Bench.Services.GetRequiredService<ILinkSigner>();
        var id = Guid.NewGuid();
        var before = signer.Sign(LinkPurpose.Share, Bench.Organization, id);
        Assert.Equal(86, before.Length); // as links were before keys had ids
        Assert.Equal(ShareErrors.KeySigns, (await Bench.Send(new RetireLinkKey.Command(0))).Error);

        Assert.Equal(1, (await Bench.Send(new RotateLinkKey.Command())).Value.Id);
        var after = signer.Sign(LinkPurpose.Share, Bench.Organization, id);
        Assert.Equal(88, after.Length);
        Assert.All([before, after], token => Assert.Equal(new SignedLink(Bench.Organization, id), signer.Verify(LinkPurpose.Share, token)));
        Assert.Null(signer.Verify(LinkPurpose.Consent, after));
        Assert.Null(signer.Verify(LinkPurpose.Share, "AAA" + after[3..])); // as if the first key had signed it
        Assert.Null(signer.Verify(LinkPurpose.Share, "AAk" + after[3..])); // a key that there is not

        Assert.Equal(Result.Ok, await Bench.Send(new RetireLinkKey.Command(0)));
        Assert.Null(signer.Verify(LinkPurpose.Share, before));
        Assert.NotNull(signer.Verify(LinkPurpose.Share, after));
        Assert.Equal([1], (await Bench.Send(new ShowLinkKeys.Query())).Select(k => k.Id));
        Assert.Equal(ShareErrors.KeyUnknown, (await Bench.Send(new RetireLinkKey.Command(0))).Error);
        await Bench.Send(new RotateLinkKey.Command());
        await Bench.AddOrganization(OrganizationId.New(Now));
        Assert.Equal(ShareErrors.KeyOfOthers, (await Bench.Send(new RetireLinkKey.Command(1))).Error);
        Assert.Equal(["key.links-rotated", "key.links-retired", "key.links-rotated"], (await Bench.Ledger()).Where(e => e.Kind.StartsWith("key.links", StringComparison.Ordinal)).Select(e => e.Kind));
    }

    private async Task<Result<CreateShareLink.Created>> Create(CreateShareLink.Conditions under)
    {
        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return await Bench.Send(new CreateShareLink.Command(_recording.Id, "Grace", "Ada", Now.AddDays(1), under));
    }

    private async Task<ShareLinkId> Share(CreateShareLink.Conditions under) => (await Create(under)).Value.Id;

    private async Task<Error?> Refused(CreateShareLink.Conditions under) => (await Create(under)).Error;

    private async Task<OpenShareLink.View> Open(ShareLinkId link, Asked given = Asked.Passphrase | Asked.Code, DateTimeOffset? playedAt = null) =>
        (await Bench.Send(new OpenShareLink.Query(link, given, null, playedAt), "nobody")).Value;

    private Task<Result<OpenRendition.View>> Rendition(ShareLinkId link) => Bench.Send(new OpenRendition.Query(_recording.Id, link, DerivativeKind.Mix, null), "nobody");

    private Task<Result<CountView.Counted>> View(ShareLinkId link) => Bench.Send(new CountView.Command(link), "nobody");

    private async Task<bool> Unlocks(ShareLinkId link, string phrase) => (await Bench.Send(new UnlockShareLink.Command(link, phrase), "nobody")).Value.IsRight;

    private async Task<bool> Enters(ShareLinkId link, Guid browser, string code) => (await Bench.Send(new EnterShareCode.Command(link, browser, code), "nobody")).Value.IsRight;

    private async Task<string> Sent(ShareLinkId link, Guid browser)
    {
        Assert.Equal(Result.Ok, await Bench.Send(new SendShareCode.Command(link, browser), "nobody"));
        return Digits().Match(Mailbox.Mails[^1].Text).Value.Replace(" ", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\d{4} \d{4}")]
    private static partial Regex Digits();
}
