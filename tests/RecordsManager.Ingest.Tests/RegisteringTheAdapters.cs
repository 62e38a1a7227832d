using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Ingest.Tests;

public sealed class RegisteringTheAdapters
{
    [Fact]
    public void Offers_janus_and_manifest()
    {
        using var services = new ServiceCollection().AddIngest().BuildServiceProvider();

        Assert.Equal(["janus", "manifest"], services.GetServices<IIngestAdapter>().Select(a => a.Name));
    }
}
