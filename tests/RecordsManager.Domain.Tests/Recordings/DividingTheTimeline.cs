using FsCheck;
using FsCheck.Fluent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Recordings;

/// <summary>What stretches have and lack of each other, against every moment looked at by itself.</summary>
public sealed class DividingTheTimeline
{
    private const int Moments = 40;

    private static readonly Arbitrary<(Stretch[] These, Stretch[] Those)> Pairs = (
        from these in Some
        from those in Some
        select (these, those)).ToArbitrary();

    private static Gen<Stretch[]> Some =>
        from count in Gen.Choose(0, 8)
        from at in Gen.Choose(0, Moments).ArrayOf(count)
        from length in Gen.Choose(-2, 12).ArrayOf(count)
        select at.Zip(length, (begins, lasts) => new Stretch(begins, begins + lasts)).ToArray();

    [Fact]
    public void What_is_left_is_each_moment_of_the_one_and_none_of_the_other() => Prop.ForAll(Pairs, pair =>
        IsExactly(Stretch.Difference(pair.These, pair.Those), at => Covers(pair.These, at) && !Covers(pair.Those, at))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_both_have_is_each_moment_of_both() => Prop.ForAll(Pairs, pair =>
        IsExactly(Stretch.Intersection(pair.These, pair.Those), at => Covers(pair.These, at) && Covers(pair.Those, at))).QuickCheckThrowOnFailure();

    /// <summary>Once each gap doubled the work: an hour of somebody who is silent now and then never ended.</summary>
    [Fact]
    public void Thousands_of_gaps_are_no_more_than_thousands_of_stretches()
    {
        var gaps = Enumerable.Range(0, 5_000).Select(i => new Stretch((i * 10) + 3, (i * 10) + 5)).ToList();
        Assert.Equal(5_001, Stretch.Difference([new(0, 50_000)], gaps).Count);
    }

    private static bool Covers(Stretch[] stretches, int at) => stretches.Any(s => s.Covers(at));

    /// <summary>In order, none empty and none touching another.</summary>
    private static bool IsExactly(IReadOnlyList<Stretch> stretches, Func<int, bool> covered) =>
        Enumerable.Range(-1, Moments + 16).All(at => stretches.Count(s => s.Covers(at)) == (covered(at) ? 1 : 0))
        && stretches.All(s => s.LengthNs > 0)
        && stretches.Zip(stretches.Skip(1)).All(pair => pair.First.ToNs < pair.Second.FromNs);
}
