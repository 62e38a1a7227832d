using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using RecordsManager.Domain;

namespace RecordsManager.Architecture.Tests;

/// <summary>Codes of errors and numbers of log events are what others build on: a difference to the committed list is a decision.</summary>
public sealed partial class KeepingPublicNames
{
    private const BindingFlags Statics = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Error_codes_are_those_that_were_promised() =>
        Snapshot.IsAsCommitted("error-codes.txt", Declared().Select(e => $"{e.Error.Code} {e.Error.Kind}").Concat(Inline()).Distinct(StringComparer.Ordinal));

    [Fact]
    public void Error_codes_are_written_alike() =>
        Assert.All(Declared(), e => Assert.Matches("^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$", e.Error.Code));

    /// <summary>Some are said twice: when a delivery is received and by the adapter that looks into it, or by the adapter and by the probe.</summary>
    [Fact]
    public void An_error_code_means_one_thing() => Assert.Equal(
        ["delivery.empty", "delivery.path-traversal", "media.codec-unsupported", "media.empty"],
        Declared().GroupBy(e => e.Error.Code).Where(g => g.Select(e => e.Where).Distinct(StringComparer.Ordinal).Count() > 1).Select(g => g.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Log_events_have_numbers_of_their_own()
    {
        var events = Product.All.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMethods(Statics | BindingFlags.Instance))
            .Select(m => (Method: m, Event: m.GetCustomAttribute<LoggerMessageAttribute>())).Where(e => e.Event is not null).ToList();

        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.True(e.Event!.EventId > 0, e.Method.Name));
        Assert.Equal(events.Count, events.Select(e => e.Event!.EventId).Distinct().Count());
        Snapshot.IsAsCommitted("log-events.txt", events.Select(e => $"{e.Event!.EventId} {e.Event.Level} {e.Method.Name}"));
    }

    /// <summary>Every static member of the product that is an error or makes one.</summary>
    private static IEnumerable<(string Where, Error Error)> Declared()
    {
        foreach (var type in Product.All.SelectMany(a => a.GetTypes()).Where(t => t.Name.EndsWith("Errors", StringComparison.Ordinal)))
        {
            foreach (var member in type.GetMembers(Statics))
            {
                var error = member switch
                {
                    FieldInfo field => field.GetValue(null),
                    PropertyInfo property => property.GetValue(null),
                    MethodInfo { IsSpecialName: false, IsPrivate: false } method when method.ReturnType == typeof(Error) => method.Invoke(null, [.. method.GetParameters().Select(p => Any(p.ParameterType))]),
                    _ => null,
                };
                if (error is Error found)
                {
                    yield return ($"{type.Name}.{member.Name.Split('<', '>').Where(part => part.Length > 0).First()}", found);
                }
            }
        }
    }

    /// <summary>Errors that are made where they are used.</summary>
    private static IEnumerable<string> Inline() =>
        from file in Directory.EnumerateFiles(Path.Combine(Product.Repository, "src"), "*.cs", SearchOption.AllDirectories)
        from Match match in MadeInPlace().Matches(File.ReadAllText(file))
        select $"{match.Groups["code"].Value} {match.Groups["kind"].Value}";

    private static object? Any(Type type) => type == typeof(string) ? "x" : type.IsValueType ? Activator.CreateInstance(type) : null;

    [GeneratedRegex("new Error\\(\\s*\"(?<code>[^\"]+)\".*?ErrorKind\\.(?<kind>[A-Za-z]+)", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex MadeInPlace();
}
