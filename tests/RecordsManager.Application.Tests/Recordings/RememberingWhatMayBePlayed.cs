using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Recordings;

public sealed class RememberingWhatMayBePlayed
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly OrganizationId Organization = OrganizationId.New(Now);
    private static readonly RecordingId Recording = RecordingId.New(Now);
    private static readonly RememberedRenditions.Asked Asked = new(Organization, "usr_1", Recording.ToString(), "mix");

    private readonly Feed _feed = new();
    private readonly TimedClock _clock = new(Now);
    private readonly RememberedRenditions _remembered;

    public RememberingWhatMayBePlayed() => _remembered = new RememberedRenditions(_feed, _clock);

    [Fact]
    public void Lasts_two_seconds()
    {
        var answer = Keep(until: null);

        _clock.Advance(RememberedRenditions.GoodFor - TimeSpan.FromTicks(1));
        Assert.Same(answer, _remembered.Find(Asked));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_remembered.Find(Asked));
    }

    [Fact]
    public void Ends_with_the_link()
    {
        Keep(until: Now + TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(_remembered.Find(Asked));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_remembered.Find(Asked));
    }

    [Fact]
    public void Ends_with_a_change_of_the_recording()
    {
        Keep(until: null);

        _feed.Told++;

        Assert.Null(_remembered.Find(Asked));
        Assert.Equal(0, _remembered.Count);
    }

    [Fact]
    public void Does_not_begin_when_a_change_was_told_while_it_was_asked()
    {
        var before = _remembered.Before(Organization, Recording);
        _feed.Told++;

        _remembered.Keep(Asked, Answer(null), before);

        Assert.Null(_remembered.Find(Asked));
    }

    [Fact]
    public void Neither_begins_nor_goes_on_while_nobody_would_tell()
    {
        Keep(until: null);
        _feed.Told = null;

        Assert.Null(_remembered.Find(Asked));
        Keep(until: null);
        Assert.Equal(0, _remembered.Count);
    }

    [Theory]
    [InlineData("usr_2", null, null)]
    [InlineData(null, "rec_2", null)]
    [InlineData(null, null, "video")]
    public void Is_one_viewers_of_one_recording_and_one_rendition(string? actor, string? by, string? rendition)
    {
        Keep(until: null);

        Assert.Null(_remembered.Find(new(Organization, actor ?? Asked.Actor, by ?? Asked.By, rendition ?? Asked.Rendition)));
        Assert.Null(_remembered.Find(Asked with { Organization = OrganizationId.New(Now) }));
        Assert.NotNull(_remembered.Find(Asked));
    }

    [Fact]
    public void Is_bounded()
    {
        for (var viewer = 0; viewer <= RememberedRenditions.Most; viewer++)
        {
            _remembered.Keep(Asked with { Actor = $"usr_{viewer}" }, Answer(null), _feed.Told);
            Assert.InRange(_remembered.Count, 1, RememberedRenditions.Most);
        }
    }

    private static RememberedRenditions.Answer Answer(DateTimeOffset? until) => new(Recording, new OpenRendition.View([], until));

    private RememberedRenditions.Answer Keep(DateTimeOffset? until)
    {
        var answer = Answer(until);
        _remembered.Keep(Asked, answer, _remembered.Before(Organization, Recording));
        return answer;
    }

    private sealed class Feed : IChangeFeed
    {
        public long? Told { get; set; } = 7;

        public long? ErasureMark => throw new NotSupportedException();

        public long? Mark(OrganizationId organization, RecordingId recording) => Told;

        public IAsyncEnumerable<DateTimeOffset> Watch(OrganizationId organization, RecordingId recording, CancellationToken ct) => throw new NotSupportedException();

        public IAsyncEnumerable<PersonId?> Erasures(CancellationToken ct) => throw new NotSupportedException();
    }
}
