using RecordsManager.Application.Ingest;
using RecordsManager.Domain;

namespace RecordsManager.Ingest;

/// <summary>Names in a delivery are hostile (ingest.md §1.3): checked here a second time, whatever staging already did.</summary>
internal static class DeliveredNames
{
    private const int MaxFiles = 10_000;

    public static Error? Check(IDeliveredFiles delivery)
    {
        if (delivery.Files.All(f => f.Length == 0))
        {
            return IngestErrors.Empty;
        }

        if (delivery.Files.Count > MaxFiles)
        {
            return IngestErrors.TooLarge("The delivery", $"{MaxFiles} files");
        }

        var unsafeName = delivery.Files.FirstOrDefault(f => !DeliveredName.IsSafe(f.Name))?.Name;
        return unsafeName is null ? null : IngestErrors.PathTraversal($"'{IngestErrors.Short(unsafeName)}'");
    }

    public static string BaseName(string name) => name[(name.LastIndexOf('/') + 1)..];
}
