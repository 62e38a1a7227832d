using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using RecordsManager.Application.Ledger;

namespace RecordsManager.Web.Api;

/// <summary>Entries as rows, one at a time: however many there are, one is in memory.</summary>
internal static class TrailRows
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteCsv(IAsyncEnumerable<LedgerEntry> entries, Stream stream, CancellationToken ct)
    {
        await using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { Injection = CsvInjection.Escape }, leaveOpen: true);
        await csv.WriteRecordAsync(["index", "at", "kind", "object", "person", "actor", "details", "leaf_hash"], ct);
        await foreach (var entry in entries.WithCancellation(ct))
        {
            await csv.WriteRecordAsync(
                [
                    entry.Index.ToString(CultureInfo.InvariantCulture),
                    Time(entry),
                    entry.Kind,
                    entry.Object,
                    entry.Person ?? "",
                    entry.Actor,
                    string.Join("; ", LedgerLeaf.Read(entry.Leaf).Details.Select(d => $"{d.Key}={d.Value}")),
                    Convert.ToHexStringLower(entry.LeafHash),
                ],
                ct);
        }
    }

    public static async Task WriteJsonLines(IAsyncEnumerable<LedgerEntry> entries, Stream stream, CancellationToken ct)
    {
        using var buffer = new MemoryStream(1 << 17);
        await using var json = new Utf8JsonWriter(buffer, Compact);
        await foreach (var entry in entries.WithCancellation(ct))
        {
            Line(json, entry);
            buffer.WriteByte((byte)'\n');
            json.Reset();
            if (buffer.Length > 1 << 16)
            {
                await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
                buffer.SetLength(0);
            }
        }

        await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
    }

    private static void Line(Utf8JsonWriter json, LedgerEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("index", entry.Index);
        json.WriteString("at", Time(entry));
        json.WriteString("kind", entry.Kind);
        json.WriteString("object", entry.Object);
        json.WriteString("person", entry.Person);
        json.WriteString("actor", entry.Actor);
        json.WriteStartObject("details");
        foreach (var (name, value) in LedgerLeaf.Read(entry.Leaf).Details)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteString("leafHash", Convert.ToHexStringLower(entry.LeafHash));
        json.WriteEndObject();
        json.Flush();
    }

    private static string Time(LedgerEntry entry) => entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
