using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence.Model;

internal static class Json
{
    /// <summary>Stretches of the timeline as <c>[[from, to], …]</c> in nanoseconds, in a jsonb column.</summary>
    public static PropertyBuilder<IReadOnlyList<Stretch>> AsStretches(this PropertyBuilder<IReadOnlyList<Stretch>> property) => property
        .HasColumnType("jsonb")
        .HasConversion(
            stretches => JsonSerializer.Serialize(stretches.Select(s => new[] { s.FromNs, s.ToNs }), JsonSerializerOptions.Default),
            text => JsonSerializer.Deserialize<long[][]>(text, JsonSerializerOptions.Default)!.Select(p => new Stretch(p[0], p[1])).ToList(),
            new ValueComparer<IReadOnlyList<Stretch>>(
                (a, b) => a!.SequenceEqual(b!),
                list => list.Aggregate(0, (hash, s) => HashCode.Combine(hash, s)),
                list => list.ToList()));

    public static PropertyBuilder<IReadOnlyList<T>> AsIds<T>(this PropertyBuilder<IReadOnlyList<T>> property)
        where T : struct
    {
        property.HasColumnType("uuid[]").HasConversion(
            Identifiers.Array<T>(),
            new ValueComparer<IReadOnlyList<T>>((a, b) => a!.SequenceEqual(b!), list => list.Aggregate(0, (hash, id) => HashCode.Combine(hash, id)), list => list.ToList()));
        return property;
    }
}
