using System.Text.Json;
using RecordsManager.Application.Ingest;
using RecordsManager.Domain;

namespace RecordsManager.Ingest.Generic;

/// <summary>For every SFU and service that can write a file beside its media: a manifest of schema <c>recman.delivery/1</c>.</summary>
internal sealed class ManifestAdapter : IIngestAdapter
{
    private const string FileName = "manifest.json";
    private const long LargestManifest = 16 << 20;

    // ingest.md §1.3
    private const int DeepestManifest = 64;

    public string Name => "manifest";

    public async Task<Result<CanonicalManifest>> Read(IDeliveredFiles delivery, CancellationToken ct)
    {
        if (DeliveredNames.Check(delivery) is { } refusal)
        {
            return refusal;
        }

        // beside the media as a rule, at most in one folder that was sent as a whole
        var file = delivery.Files.Where(f => DeliveredNames.BaseName(f.Name) == FileName).MinBy(f => f.Name.Count(c => c == '/'));
        if (file is null)
        {
            return IngestErrors.ManifestMissing;
        }

        if (file.Length > LargestManifest)
        {
            return IngestErrors.TooLarge(FileName, "16 MiB");
        }

        try
        {
            await using var stream = await delivery.Open(file.Name, ct);
            using var document = await JsonDocument.ParseAsync(
                stream, new JsonDocumentOptions { MaxDepth = DeepestManifest, AllowDuplicateProperties = false }, ct);
            var manifest = DeliveryManifestReader.Read(new Node(document.RootElement, ""));
            return await new ManifestAssembly(delivery, manifest, file.Name[..^FileName.Length]).Assemble(ct);
        }
        catch (JsonException json)
        {
            return IngestErrors.ManifestMalformed("", $"it is not JSON of at most {DeepestManifest} levels without repeated members (line {json.LineNumber + 1})");
        }
        catch (RefusedDeliveryException refused)
        {
            return refused.Error;
        }
    }
}
