using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence.Model;

internal static class Json
{
    /// <summary>States are words, as in every column.</summary>
    private static readonly JsonSerializerOptions Readable = new() { Converters = { new JsonStringEnumConverter() } };

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

    /// <summary>A list of plain values in a jsonb column; a value is replaced, never changed.</summary>
    public static PropertyBuilder<IReadOnlyList<T>> AsJson<T>(this PropertyBuilder<IReadOnlyList<T>> property) => property
        .HasColumnType("jsonb")
        .HasConversion(
            values => JsonSerializer.Serialize(values, Readable),
            text => JsonSerializer.Deserialize<List<T>>(text, Readable)!,
            new ValueComparer<IReadOnlyList<T>>(
                (a, b) => a!.SequenceEqual(b!),
                list => list.Aggregate(0, (hash, value) => HashCode.Combine(hash, value)),
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
