using System.Text.Json;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Ingest.Janus;

/// <summary>Which files of a delivery are which. Conversions, notes and whatever else lies beside the recordings is left alone.</summary>
internal sealed class JanusDelivery
{
    private const long LargestJson = 32 << 20;
    private static readonly string[] NotOurs = ["tracks", "notes", "lab"];

    public JanusDelivery(IDeliveredFiles delivery)
    {
        Files = delivery;
        var ours = delivery.Files
            .Where(f => !f.Name.Split('/')[..^1].Any(folder => NotOurs.Contains(folder, StringComparer.OrdinalIgnoreCase)))
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .ToList();

        // Janus renames a recording when it closes it; where both were copied, the closed one is whole
        Recordings = [.. ours.Where(f => MjrFileName.IsMjr(f.Name) && !(f.Name.EndsWith(".tmp", StringComparison.Ordinal) && ours.Exists(o => o.Name == f.Name[..^4])))];
        Posts = ours.Find(f => DeliveredNames.BaseName(f.Name).Equals("textroom-posts.jsonl", StringComparison.OrdinalIgnoreCase));
        EventLogs = [.. ours.Where(f => f != Posts && IsEventLog(DeliveredNames.BaseName(f.Name)))];
    }

    public IDeliveredFiles Files { get; }

    public IReadOnlyList<DeliveredFile> Recordings { get; }

    public DeliveredFile? Posts { get; }

    public IReadOnlyList<DeliveredFile> EventLogs { get; }

    public async Task<JanusEventLog> ReadEvents(List<ManifestWarning> warnings, CancellationToken ct)
    {
        var log = new JanusEventLog(Recordings
            .SelectMany(r => MjrFileName.Parse(r.Name)?.Candidates() ?? []).Select(c => c.Room).ToHashSet(StringComparer.Ordinal));
        foreach (var file in EventLogs)
        {
            var isArray = file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            if (isArray && file.Length > LargestJson)
            {
                throw new RefusedDeliveryException(IngestErrors.TooLarge($"'{IngestErrors.Short(file.Name)}'", "32 MiB; send the log as .jsonl"));
            }

            try
            {
                await using var stream = await Files.Open(file.Name, ct);
                var unreadable = await log.Add(stream, file.Name, ct);
                if (unreadable > 0)
                {
                    warnings.Add(new("delivery.event-line-unreadable", $"{unreadable} lines of the event log are not JSON and were passed over.", file.Name));
                }
            }
            catch (JsonException)
            {
                warnings.Add(new("delivery.event-line-unreadable", "The event log is not JSON and was passed over.", file.Name));
            }
        }

        log.Complete();
        return log;
    }

    private static bool IsEventLog(string name) =>
        name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("events", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
}
