using System.Reflection;
using RecordsManager.Domain;
using RecordsManager.Ingest;

namespace RecordsManager.Web.Api;

/// <summary>Where the <c>type</c> of a problem leads: what the error means and what to do.</summary>
internal static class ErrorPages
{
    private const BindingFlags Everywhere = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;

    private static readonly Lazy<Dictionary<string, Error>> Known = new(() => new[] { typeof(Error).Assembly, typeof(IngestModule).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal))
        .SelectMany(ErrorsOf)
        .GroupBy(error => error.Code, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal));

    public static void MapErrorPages(this WebApplication app) =>
        app.MapGet("/errors/{code}", Show).AllowAnonymous().ExcludeFromDescription();

    private static IResult Show(string code) => Known.Value.TryGetValue(code, out var error)
        ? TypedResults.Text($"{error.Code}\n\n{error.Message}\n{error.WhatToDo}\n")
        : TypedResults.NotFound();

    private static IEnumerable<Error> ErrorsOf(Type errors) =>
    [
        .. errors.GetFields(Everywhere).Where(f => f.FieldType == typeof(Error) && !f.Name.StartsWith('<')).Select(f => (Error)f.GetValue(null)!),
        .. errors.GetProperties(Everywhere).Where(p => p.PropertyType == typeof(Error)).Select(p => (Error)p.GetValue(null)!),
        .. errors.GetMethods(Everywhere).Where(m => m is { IsSpecialName: false, IsPublic: true } && m.ReturnType == typeof(Error)).Select(WithPlaceholders),
    ];

    /// <summary>An error whose words depend on the case: shown with an ellipsis where the case would stand.</summary>
    private static Error WithPlaceholders(MethodInfo method) =>
        (Error)method.Invoke(null, [.. method.GetParameters().Select(p => p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : "…")])!;
}
