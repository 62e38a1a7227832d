using RecordsManager.Application.Ingest;
using RecordsManager.Domain;
namespace RecordsManager.Ingest.Generic;
internal sealed class ManifestAdapter : IIngestAdapter
{
    public string Name => "manifest";
    public Task<Result<CanonicalManifest>> Read(IDeliveredFiles delivery, CancellationToken ct) => throw new NotSupportedException();
}
