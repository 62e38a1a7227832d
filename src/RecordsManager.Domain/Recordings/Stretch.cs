namespace RecordsManager.Domain.Recordings;

/// <summary>A half-open stretch [From, To) of a recording's timeline, in nanoseconds after its start.</summary>
public readonly record struct Stretch(long FromNs, long ToNs)
{
    public long LengthNs => ToNs - FromNs;

    public static Stretch FromSeconds(double from, double to) => new((long)(from * 1e9), (long)(to * 1e9));
}
