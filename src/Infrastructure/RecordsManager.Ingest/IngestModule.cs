using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Ingest;
using RecordsManager.Ingest.Generic;
using RecordsManager.Ingest.Janus;

namespace RecordsManager.Ingest;

public static class IngestModule
{
    public static IServiceCollection AddIngest(this IServiceCollection services) => services
        .AddSingleton<IIngestAdapter, JanusAdapter>()
        .AddSingleton<IIngestAdapter, ManifestAdapter>();
}
