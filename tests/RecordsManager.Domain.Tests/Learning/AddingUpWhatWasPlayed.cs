using FsCheck;
using FsCheck.Fluent;
using RecordsManager.Domain.Learning;

namespace RecordsManager.Domain.Tests.Learning;

/// <summary>For any order of moments, also ones that no player would say.</summary>
public sealed class AddingUpWhatWasPlayed
{
    private const int Length = 40; // tenths of a second

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Progress_is_what_was_played_at_all_and_each_session_is_told_in_its_pattern() => Prop.ForAll(
        Moments().ToArbitrary(),
        moments =>
        {
            var registration = FollowingAPlayer.Of(Length * 100);
            List<Guid> sessions = [Guid.NewGuid(), Guid.NewGuid()];
            var told = sessions.SelectMany(s => registration.Begin(s, 0.7, Start)).ToList();
            var truth = new bool[Length]; // which tenths anybody saw
            var since = new int?[2];
            var number = 0;
            foreach (var (who, kind, at, from) in moments)
            {
                told.AddRange(registration.Follow(sessions[who], new PlayerMoment(kind, ++number, at * 100, from * 100, Start.AddSeconds(number)), 0.7) ?? []);
                if (kind is PlayerEvent.Paused or PlayerEvent.Closed or PlayerEvent.Seeked && since[who] is { } played)
                {
                    for (var tenth = played; tenth < (kind == PlayerEvent.Seeked ? from : at); tenth++)
                    {
                        truth[tenth] = true;
                    }
                }

                since[who] = kind switch
                {
                    PlayerEvent.Played => since[who] ?? at,
                    PlayerEvent.Seeked when since[who] is not null => at,
                    PlayerEvent.Alive or PlayerEvent.Seeked => since[who],
                    _ => null,
                };
                if (kind == PlayerEvent.Closed)
                {
                    sessions[who] = Guid.NewGuid();
                    told.AddRange(registration.Begin(sessions[who], 0.7, Start.AddSeconds(number)));
                }
            }

            return registration.Segments.UnionMs() == 100 * truth.Count(t => t)
                && told.Count(s => s.Verb == LearningVerb.Completed) == (registration.IsCompleted ? 1 : 0)
                && told.Zip(told.Skip(1)).All(pair => pair.First.When < pair.Second.When)
                && told.TrueForAll(s => s.ProgressMs is >= 0 and <= Length * 100 && s.Segments.All(p => p.FromMs < p.ToMs && p.ToMs <= Length * 100))
                && told.GroupBy(s => s.Session).All(session => IsPattern([.. session.Select(s => s.Verb)]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void However_many_segments_there_are_they_are_bounded_and_never_say_too_much() => Prop.ForAll(
        Gen.Choose(0, 100_000).Two().ListOf(1000).ToArbitrary(),
        played =>
        {
            IReadOnlyList<PlayedSegment> kept = [];
            List<PlayedSegment> all = [];
            foreach (var (from, length) in played)
            {
                kept = kept.With(from, from + (length % 400));
                all.Add(new PlayedSegment(from, from + (length % 400)));
            }

            return kept.Count <= PlayedSegments.Most && kept.UnionMs() <= all.UnionMs()
                && kept.TakeLast(100).SequenceEqual(all.Where(s => s.ToMs - s.FromMs >= PlayedSegments.ShortestMs).TakeLast(100));
        }).QuickCheckThrowOnFailure();

    private static bool IsPattern(List<LearningVerb> verbs) =>
        verbs[0] == LearningVerb.Initialized && verbs.Count(v => v == LearningVerb.Initialized) == 1
        && verbs.IndexOf(LearningVerb.Terminated) is var end && (end < 0 || end == verbs.Count - 1)
        && (end < 0 || verbs.FindLast(v => v is LearningVerb.Played or LearningVerb.Paused) is not LearningVerb.Played); // at rest before it ends

    private static Gen<List<(int Who, PlayerEvent Kind, int At, int From)>> Moments() =>
        from count in Gen.Choose(0, 40)
        from moments in (
            from who in Gen.Choose(0, 1)
            from kind in Gen.Frequency((4, Gen.Constant(PlayerEvent.Played)), (4, Gen.Constant(PlayerEvent.Paused)), (3, Gen.Constant(PlayerEvent.Seeked)), (2, Gen.Constant(PlayerEvent.Alive)), (1, Gen.Constant(PlayerEvent.Closed)))
            from at in Gen.Choose(0, Length)
            from was in Gen.Choose(0, Length)
            select (who, kind, at, was)).ListOf(count)
        select moments.ToList();
}
