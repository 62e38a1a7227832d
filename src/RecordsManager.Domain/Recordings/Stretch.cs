namespace RecordsManager.Domain.Recordings;

/// <summary>A half-open stretch [From, To) of a recording's timeline, in nanoseconds after its start.</summary>
public readonly record struct Stretch(long FromNs, long ToNs)
{
    public long LengthNs => ToNs - FromNs;

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
}
