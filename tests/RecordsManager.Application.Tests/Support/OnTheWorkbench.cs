using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Support;

/// <summary>A test class whose every test has a workbench of its own.</summary>
public abstract class OnTheWorkbench : IAsyncLifetime
{
    private Workbench? _bench;

    protected Workbench Bench => _bench ?? throw new InvalidOperationException("xunit has not initialized the test.");

    public virtual async ValueTask InitializeAsync() => _bench = await Workbench.Create();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_bench is not null)
        {
            await _bench.DisposeAsync();
        }
    }
}
