using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Domain.Tests.Sharing;

public sealed class SharingARecording
{
    private static readonly DateTimeOffset Expiry = A.Now.AddDays(7);
    private readonly RecordingId _recording = RecordingId.New(A.Now);

    [Fact]
    public void Lives_until_the_moment_it_expires()
    {
        var link = Link();

        Assert.Equal(LinkState.Live, link.StateAt(Expiry.AddTicks(-1)));
        Assert.Equal(LinkState.Expired, link.StateAt(Expiry));
    }

    [Fact]
    public void Is_revoked_for_good_and_says_so_even_after_it_would_have_expired()
    {
        var link = Link();
        link.DequeueEvents();

        link.Revoke(A.Now.AddDays(1));
        link.Revoke(A.Now.AddDays(2));

        Assert.Equal(A.Now.AddDays(1), link.RevokedAt);
        Assert.Equal(LinkState.Revoked, link.StateAt(Expiry.AddDays(1)));
        Assert.Equal("share.revoked", Assert.Single(link.Facts()).Kind);
    }

    [Fact]
    public void Counts_and_tells_every_view()
    {
        var link = Link();

        link.Viewed(A.Now.AddHours(1));
        link.Viewed(A.Now.AddHours(2));

        Assert.Equal((2, A.Now.AddHours(2)), (link.Views, link.LastViewedAt));
        var facts = link.Facts();
        Assert.Equal(["share.created", "share.viewed", "share.viewed"], facts.Select(f => f.Kind));
        Assert.All(facts, f => Assert.Equal(_recording.ToString(), f.Details!["recording"]));
    }

    [Fact]
    public void Tells_nobodys_name() =>
        Assert.All(Link().Facts(), f => Assert.Equal(["expiresAt", "recording"], f.Details!.Keys.Order(StringComparer.Ordinal)));

    [Fact]
    public void Takes_other_conditions_while_it_lives_and_tells_what_was()
    {
        var link = Link();
        link.DequeueEvents();

        Assert.Equal(Result.Ok, link.Change(link.Terms(), A.Now)); // nothing is another
        Assert.Equal(Result.Ok, link.Change(new ShareTerms(Expiry, MostPlays: 3, Range: Stretch.FromSeconds(8, 24), WithoutChat: true, SealedReason: [1]), A.Now));
        Assert.Equal(Result.Ok, link.Change(link.Terms() with { Range = null, WithoutChat = false }, A.Now));
        Assert.Equal(ShareErrors.ExpiryOutOfRange, link.Change(new ShareTerms(A.Now + ShareLink.Longest + TimeSpan.FromSeconds(1)), A.Now));
        Assert.Equal(ShareErrors.ExpiryOutOfRange, link.Change(new ShareTerms(A.Now), A.Now));
        Assert.Equal(ShareErrors.Over, link.Change(new ShareTerms(Expiry.AddDays(1)), Expiry));

        Assert.Equal(
            ["chat=left out chatWas=shown plays=3 playsWas=any number range=8-24 rangeWas=all reason=changed", "chat=shown chatWas=left out range=all rangeWas=8-24"],
            link.Facts().Select(f => string.Join(' ', f.Details!.Where(d => d.Key != "recording").OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={d.Value}"))));
        Assert.Equal((3, null, Expiry), (link.PlaysAllowed, link.Range, link.ExpiresAt));
    }

    private ShareLink Link() => ShareLink.Create(ShareLinkId.New(A.Now), A.Organization, _recording, [1], [2], A.Now, new ShareTerms(Expiry));
}
