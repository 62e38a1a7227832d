using System.Reflection;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests;

/// <summary>Every kind of identifier, found by its shape so that a new one is tested too.</summary>
public sealed class NamingThings
{
    private static readonly IReadOnlyList<Type> Kinds =
        [.. typeof(Recording).Assembly.GetExportedTypes().Where(t => t.IsValueType && t.GetField("Prefix") is not null)];

    [Fact]
    public void Every_kind_has_a_prefix_of_its_own()
    {
        var prefixes = Kinds.Select(Prefix).ToList();

        Assert.NotEmpty(prefixes);
        Assert.Equal(prefixes.Count, prefixes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(prefixes, p => Assert.Matches("^[a-z]{3}_$", p));
    }

    [Fact]
    public void Every_kind_reads_what_it_writes_and_nothing_else()
    {
        var value = Guid.CreateVersion7(A.Now);
        foreach (var kind in Kinds)
        {
            var written = Activator.CreateInstance(kind, value)!.ToString()!;

            Assert.Equal(Prefix(kind) + value.ToString("N"), written);
            Assert.Equal(written, Read(kind, written)?.ToString());
            foreach (var wrong in new[] { null, "", value.ToString("N"), "xyz_" + value.ToString("N"), Prefix(kind) + value, written + "0", written[..^1], " " + written })
            {
                Assert.Null(Read(kind, wrong));
            }
        }
    }

    private static string Prefix(Type kind) => (string)kind.GetField("Prefix")!.GetRawConstantValue()!;

    private static object? Read(Type kind, string? text)
    {
        object?[] arguments = [text, null];
        return kind.GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, arguments) is true ? arguments[1] : null;
    }
}
