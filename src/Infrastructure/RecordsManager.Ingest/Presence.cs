using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest;

/// <summary>One human may be connected several times at once; presence is the union of it.</summary>
internal static class Presence
{
    public static List<Stretch> Merged(IEnumerable<Stretch> stays)
    {
        var merged = new List<Stretch>();
        foreach (var stay in stays.OrderBy(s => s.FromNs))
        {
            if (merged.Count > 0 && stay.FromNs <= merged[^1].ToNs)
            {
                merged[^1] = new Stretch(merged[^1].FromNs, Math.Max(merged[^1].ToNs, stay.ToNs));
            }
            else
            {
                merged.Add(stay);
            }
        }

        return merged;
    }
}
