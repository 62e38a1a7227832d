using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Tests.Commands;

/// <summary>Every live link of an organization on one page, and an end to as many as are chosen.</summary>
public sealed class RevokingSeveralLinks : OnTheWorkbench
{
    private Recording _recording = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recording = await Bench.IngestAgreed("ada");
    }

    [Fact]
    public async Task Lists_what_ends_first_before_the_rest_and_what_is_over_apart()
    {
        var (lasting, brief, over) = (await Share("for long", 30), await Share("for short", 2), await Share("over", 1));
        Bench.Clock.Advance(TimeSpan.FromDays(1));

        var live = await Bench.Send(new ListShareLinks.Query());
        Assert.Equal([brief, lasting], live.Rows.Select(r => r.Link.Id));
        Assert.Equal(("for short", _recording.Title, 2, 1), (live.Rows[0].Link.Recipient, live.Rows[0].Title, live.Live, live.Over));
        Assert.Equal([over], (await Bench.Send(new ListShareLinks.Query(Ended: true))).Rows.Select(r => r.Link.Id));
        Assert.Empty((await Bench.Send(new ListShareLinks.Query(Recording: RecordingId.New(Bench.Clock.GetUtcNow())))).Rows);
    }

    [Fact]
    public async Task Ends_all_that_are_chosen_or_none_and_tells_the_ledger_of_each()
    {
        var (first, second, third) = (await Share("one", 7), await Share("two", 7), await Share("three", 7));

        var refused = await Bench.Send(new RevokeShareLinks.Command([first, ShareLinkId.New(Bench.Clock.GetUtcNow())]));
        Assert.Equal(ShareErrors.NotFound, refused.Error);
        Assert.Equal(ShareErrors.NoneChosen, (await Bench.Send(new RevokeShareLinks.Command([]))).Error);
        Assert.Equal(3, (await Bench.Send(new ListShareLinks.Query())).Live);

        Assert.Equal(2, (await Bench.Send(new RevokeShareLinks.Command([first, second, first]))).Value.Links);
        Assert.Equal([third], (await Bench.Send(new ListShareLinks.Query())).Rows.Select(r => r.Link.Id));
        Assert.Equal(0, (await Bench.Send(new RevokeShareLinks.Command([first]))).Value.Links);
        Assert.Equal([first.ToString(), second.ToString()], (await Bench.Ledger()).Where(e => e.Kind == "share.revoked").Select(e => e.Object).Order());
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task Another_organization_can_neither_see_nor_end_them()
    {
        var link = await Share("one", 7);
        var other = OrganizationId.New(Bench.Clock.GetUtcNow());
        await Bench.AddOrganization(other);

        Assert.Equal(0, (await Bench.Send(other, new ListShareLinks.Query(), Roles.Of(Roles.Admin))).Live);
        Assert.Equal(ShareErrors.NotFound, (await Bench.Send(other, new RevokeShareLinks.Command([link]), Roles.Of(Roles.Admin))).Error);
        Assert.Equal(1, (await Bench.Send(new ListShareLinks.Query())).Live);
    }

    private async Task<ShareLinkId> Share(string recipient, int days)
    {
        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return (await Bench.Send(new CreateShareLink.Command(_recording.Id, recipient, "Miriam", Bench.Clock.GetUtcNow().AddDays(days)))).Value.Id;
    }
}
