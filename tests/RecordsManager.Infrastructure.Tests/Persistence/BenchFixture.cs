using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Ledger;
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
    /// <summary>Entries of the ledger.</summary>
    public static async Task<long> Length(this Workbench bench)
    {
        var length = 0L;
        await bench.In(bench.Organization, async services => length = await services.GetRequiredService<LedgerNodes>().Size(TestContext.Current.CancellationToken));
        return length;
    }

    public static Task Record(this Workbench bench, LedgerFact fact) => bench.In(bench.Organization, async services =>
    {
        var work = services.GetRequiredService<IUnitOfWork>();
        work.Record(fact);
        await work.Commit(TestContext.Current.CancellationToken);
    });

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
