using System.Reflection;
using System.Runtime.CompilerServices;

namespace RecordsManager.Architecture.Tests;

public sealed class ShapingTheCode
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Nothing_of_the_domain_can_be_set_from_outside() => Assert.All(
        Product.Domain.GetTypes().SelectMany(t => t.GetProperties(Everything)).Where(p => p.SetMethod is { IsPublic: true }),
        p => Assert.True(IsInitOnly(p), $"{p.DeclaringType!.FullName}.{p.Name}"));

    [Fact]
    public void The_domain_has_no_public_field_that_changes() => Assert.All(
        Product.Domain.GetTypes().Where(t => !IsGenerated(t)).SelectMany(t => t.GetFields(Everything)).Where(f => f.IsPublic),
        f => Assert.True(f.IsInitOnly || f.IsLiteral || f.DeclaringType!.IsEnum, $"{f.DeclaringType!.FullName}.{f.Name}"));

    [Fact]
    public void Every_asynchronous_method_of_a_port_takes_a_token_and_takes_it_last() => Assert.All(
        Product.All.SelectMany(a => a.GetTypes()).Where(t => t.IsInterface).SelectMany(t => t.GetMethods(Everything)).Where(m => m.IsAbstract && IsAwaitable(m.ReturnType)),
        m => Assert.True(m.GetParameters().LastOrDefault()?.ParameterType == typeof(CancellationToken), $"{m.DeclaringType!.FullName}.{m.Name}"));

    [Fact]
    public void No_method_returns_nothing_and_runs_on() => Assert.All(
        Product.All.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMethods(Everything)).Where(m => m.GetCustomAttribute<AsyncStateMachineAttribute>() is not null),
        m => Assert.True(m.ReturnType != typeof(void), $"{m.DeclaringType!.FullName}.{m.Name}"));

    [Fact]
    public void Every_class_that_nobody_derives_from_is_sealed()
    {
        var all = Product.All.SelectMany(a => a.GetTypes()).ToList();
        var bases = all.Select(t => t.BaseType).OfType<Type>().Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).ToHashSet();

        Assert.All(
            all.Where(t => t.IsClass && !t.IsAbstract && !IsGenerated(t) && !bases.Contains(t) && t != typeof(Program) && t.Namespace?.StartsWith("RecordsManager", StringComparison.Ordinal) == true),
            t => Assert.True(t.IsSealed, t.FullName));
    }

    [Theory]
    [InlineData("Helper")]
    [InlineData("Manager")]
    [InlineData("Util")]
    [InlineData("Utils")]
    [InlineData("Common")]
    [InlineData("Misc")]
    public void No_type_is_named_for_what_it_is_not(string ending) =>
        Assert.DoesNotContain(Product.All.SelectMany(a => a.GetTypes()).Where(t => !IsGenerated(t)), t => t.Name.EndsWith(ending, StringComparison.Ordinal) && !t.Name.EndsWith("TagHelper", StringComparison.Ordinal)); // that is ASP.NET Core's word

    private static bool IsInitOnly(PropertyInfo property) =>
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsAwaitable(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)));

    private static bool IsGenerated(Type type)
    {
        for (var at = type; at is not null; at = at.DeclaringType)
        {
            if (at.Name.Contains('<', StringComparison.Ordinal) || at.GetCustomAttribute<CompilerGeneratedAttribute>() is not null
                || at.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is not null)
            {
                return true;
            }
        }

        return false;
    }
}
