using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Ledger;
using RecordsManager.ProductSupport;

namespace RecordsManager.Infrastructure.Tests.Persistence;

/// <summary>One workbench for a test class.</summary>
public sealed class BenchFixture : IAsyncLifetime
{
    public Workbench Bench { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bench = await Workbench.Create();

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}

internal static class Facts
{
    /// <summary>One committed ledger entry for each kind.</summary>
    public static Task Fact(this Workbench bench, params string[] kinds) => bench.In(bench.Organization, async services =>
    {
        var work = services.GetRequiredService<IUnitOfWork>();
        foreach (var kind in kinds)
        {
            work.Record(new LedgerFact(kind, bench.Organization.ToString()));
        }

        await work.Commit(TestContext.Current.CancellationToken);
    });
}
