namespace RecordsManager.Domain.Recordings;

/// <summary>A half-open stretch [From, To) of a recording's timeline, in nanoseconds after its start.</summary>
public readonly record struct Stretch(long FromNs, long ToNs)
{
    /// <summary>Every timeline with a margin of decades on both sides.</summary>
    public static readonly Stretch Always = new(-(1L << 61), 1L << 61);

    public long LengthNs => ToNs - FromNs;

    public bool Covers(long ns) => FromNs <= ns && ns < ToNs;

    public static Stretch FromSeconds(double from, double to) => new((long)(from * 1e9), (long)(to * 1e9));

    /// <summary>What any of them covers, in order, none empty and none touching another.</summary>
    public static IReadOnlyList<Stretch> Union(IEnumerable<Stretch> stretches)
    {
        List<Stretch> union = [];
        foreach (var stretch in stretches.Where(s => s.LengthNs > 0).OrderBy(s => s.FromNs))
        {
            if (union.Count > 0 && stretch.FromNs <= union[^1].ToNs)
            {
                union[^1] = union[^1] with { ToNs = Math.Max(union[^1].ToNs, stretch.ToNs) };
            }
            else
            {
                union.Add(stretch);
            }
        }

        return union;
    }

    /// <summary>What both cover.</summary>
    public static IReadOnlyList<Stretch> Intersection(IEnumerable<Stretch> these, IReadOnlyCollection<Stretch> those) =>
        Union(these.SelectMany(a => those.Select(b => new Stretch(Math.Max(a.FromNs, b.FromNs), Math.Min(a.ToNs, b.ToNs)))));

    /// <summary>What these cover and those do not.</summary>
    public static IReadOnlyList<Stretch> Difference(IEnumerable<Stretch> these, IEnumerable<Stretch> those)
    {
        // In one pass: an hour of somebody who is silent now and then has hundreds of gaps.
        var taken = Union(those);
        var first = 0;
        List<Stretch> rest = [];
        foreach (var stretch in Union(these))
        {
            while (first < taken.Count && taken[first].ToNs <= stretch.FromNs)
            {
                first++;
            }

            var from = stretch.FromNs;
            for (var next = first; next < taken.Count && taken[next].FromNs < stretch.ToNs; next++)
            {
                if (from < taken[next].FromNs)
                {
                    rest.Add(new(from, taken[next].FromNs));
                }

                from = Math.Max(from, taken[next].ToNs);
            }

            if (from < stretch.ToNs)
            {
                rest.Add(new(from, stretch.ToNs));
            }
        }

        return rest;
    }
}
