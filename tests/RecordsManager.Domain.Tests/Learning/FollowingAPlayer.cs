using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Learning;

/// <summary>What players say, and what is told of it: the pattern of the xAPI Video Profile.</summary>
public sealed class FollowingAPlayer
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private readonly LearningRegistration _registration = Of(30_000);
    private readonly Guid _session = Guid.NewGuid();
    private int _number;

    [Fact]
    public void One_sitting_is_told_from_initialized_to_terminated_with_the_pause_before_the_end()
    {
        List<LearningSignal> told = [.. _registration.Begin(_session, 1, Start)];
        told.AddRange(Says(PlayerEvent.Played, 0, 1));
        told.AddRange(Says(PlayerEvent.Alive, 10, 11));
        told.AddRange(Says(PlayerEvent.Closed, 12, 13));

        Assert.Equal([LearningVerb.Initialized, LearningVerb.Played, LearningVerb.Paused, LearningVerb.Terminated], told.Select(s => s.Verb));
        Assert.Equal("0-12", Written(told[2].Segments));
        Assert.Equal((12_000, 12_000), (told[^1].ProgressMs, told[^1].SpentMs));
        Assert.Null(_registration.Follow(_session, new PlayerMoment(PlayerEvent.Played, 99, 0, 0, Start.AddSeconds(20)), 1));
        Assert.Null(_registration.SilentAt);
    }

    /// <summary>The example of the profile: 18 to 21 was seen twice and counts once.</summary>
    [Fact]
    public void Segments_stand_in_the_order_of_playing_over_all_sessions_and_progress_is_of_their_union()
    {
        _registration.Begin(_session, 1, Start);
        Says(PlayerEvent.Played, 0, 1);
        Says(PlayerEvent.Seeked, 14, 13, from: 12);
        Says(PlayerEvent.Closed, 21, 20);
        var again = Guid.NewGuid();
        _registration.Begin(again, 1, Start.AddDays(1));
        Follow(again, PlayerEvent.Played, 18, 86_401);
        var paused = Assert.Single(Follow(again, PlayerEvent.Paused, 30, 86_413));

        Assert.Equal("0-12 14-21 18-30", Written(paused.Segments));
        Assert.Equal(28_000, paused.ProgressMs);
    }

    [Theory]
    [InlineData(1, 29.6, true)] // the last frame
    [InlineData(1, 29.4, false)]
    [InlineData(0.5, 14.5, true)]
    [InlineData(0.5, 14.4, false)]
    [InlineData(0.01, 0.2, false)] // the tolerance is not all of it
    [InlineData(0.01, 0.3, true)]
    public void It_is_completed_where_the_policy_says_and_only_once(double threshold, double until, bool completed)
    {
        _registration.Begin(_session, threshold, Start);
        Says(PlayerEvent.Played, 0, 1, threshold: threshold);
        var told = Says(PlayerEvent.Alive, until, 1 + until, threshold: threshold);

        Assert.Equal(completed ? [LearningVerb.Completed] : [], told.Select(s => s.Verb));
        Assert.Equal(completed, _registration.IsCompleted);
        if (completed)
        {
            Assert.Equal((long)(until * 1000), told[0].Segments.UnionMs()); // with what is still being played
            Assert.DoesNotContain(Says(PlayerEvent.Closed, 30, 40, threshold: threshold), s => s.Verb == LearningVerb.Completed);
        }
    }

    [Fact]
    public void Completed_by_the_last_word_it_is_told_between_pause_and_end()
    {
        _registration.Begin(_session, 1, Start);
        Says(PlayerEvent.Played, 0, 1);

        var told = Says(PlayerEvent.Closed, 30, 31);

        Assert.Equal([LearningVerb.Paused, LearningVerb.Completed, LearningVerb.Terminated], told.Select(s => s.Verb));
        Assert.True(told[0].When < told[1].When && told[1].When < told[2].When);
    }

    [Fact]
    public void What_is_said_twice_or_makes_no_sense_is_told_once_or_not()
    {
        _registration.Begin(_session, 1, Start);
        Assert.Single(Says(PlayerEvent.Played, 0, 1));
        var twice = new PlayerMoment(PlayerEvent.Paused, 7, 5_000, 0, Start.AddSeconds(6));

        Assert.Single(_registration.Follow(_session, twice, 1)!);
        Assert.Empty(_registration.Follow(_session, twice, 1)!);
        Assert.Empty(_registration.Follow(_session, twice with { Number = 8 }, 1)!); // paused already
        Assert.Single(_registration.Follow(_session, new PlayerMoment(PlayerEvent.Seeked, 9, 999_000, -5, Start.AddSeconds(7)), 1)!);
        Assert.Equal("0-5", Written(_registration.Segments)); // it was paused: the seek plays nothing
    }

    [Fact]
    public void A_browser_that_crashed_played_until_it_was_heard_of_last()
    {
        _registration.Begin(_session, 1, Start);
        Says(PlayerEvent.Played, 0, 1);
        Says(PlayerEvent.Alive, 10, 11);
        Assert.Empty(_registration.EndSilent(1, Start.AddSeconds(11) + LearningSession.SilentWhilePlaying - TimeSpan.FromSeconds(1)));

        var told = _registration.EndSilent(1, Start.AddSeconds(11) + LearningSession.SilentWhilePlaying);

        Assert.Equal([LearningVerb.Paused, LearningVerb.Terminated], told.Select(s => s.Verb));
        Assert.Equal("0-10", Written(told[0].Segments));
        Assert.InRange(told[1].When, Start.AddSeconds(11), Start.AddSeconds(12));
    }

    [Fact]
    public void One_window_too_many_ends_the_one_that_was_silent_longest()
    {
        _registration.Begin(_session, 1, Start);
        for (var i = 1; i < LearningRegistration.MostSessions; i++)
        {
            _registration.Begin(Guid.NewGuid(), 1, Start.AddSeconds(i));
        }

        var told = _registration.Begin(Guid.NewGuid(), 1, Start.AddMinutes(1));

        Assert.Equal([(LearningVerb.Terminated, _session), (LearningVerb.Initialized, told[1].Session)], told.Select(s => (s.Verb, s.Session)));
        Assert.Equal(LearningRegistration.MostSessions, _registration.Sessions.Count);
    }

    [Fact]
    public void Who_plays_with_the_player_is_counted_and_no_longer_told_but_the_end()
    {
        var registration = Of(100_000_000);
        registration.Begin(_session, 1, Start);
        var told = 0;
        for (var i = 1; i <= 2 * LearningSession.MostTold; i++)
        {
            told += registration.Follow(_session, new PlayerMoment(i % 2 == 1 ? PlayerEvent.Played : PlayerEvent.Paused, i, i * 1000, 0, Start.AddSeconds(i)), 1)!.Count;
        }

        Assert.Equal(LearningSession.MostTold, told);
        Assert.InRange(registration.Segments.Count, 1, PlayedSegments.Most);
        Assert.Equal([LearningVerb.Terminated], registration.Follow(_session, new PlayerMoment(PlayerEvent.Closed, 9999, 0, 0, Start.AddDays(1)), 1)!.Select(s => s.Verb));
    }

    internal static LearningRegistration Of(long lengthMs) =>
        new(Guid.NewGuid(), OrganizationId.New(Start), "usr_1", RecordingId.New(Start), "/recordings/rec_1", lengthMs);

    private IReadOnlyList<LearningSignal> Says(PlayerEvent kind, double at, double second, double from = 0, double threshold = 1) => Follow(_session, kind, at, second, from, threshold);

    private IReadOnlyList<LearningSignal> Follow(Guid session, PlayerEvent kind, double at, double second, double from = 0, double threshold = 1) =>
        _registration.Follow(session, new PlayerMoment(kind, ++_number, (long)(at * 1000), (long)(from * 1000), Start.AddSeconds(second)), threshold)!;

    private static string Written(IEnumerable<PlayedSegment> segments) => string.Join(' ', segments.Select(s => $"{s.FromMs / 1000}-{s.ToMs / 1000}"));
}
