using System.Globalization;
using CsvHelper;
using MediatR;
using RecordsManager.Application.Ledger;
using RecordsManager.Domain;

namespace RecordsManager.Web.Api;

internal static class TrailApi
{
    private static readonly Error FormatUnknown = new("trail.format-unknown", "The trail is not exported in this format.", ErrorKind.Validation, "Ask for format=csv.");

    public static void MapTrail(this WebApplication app, RouteGroupBuilder api)
    {
        api.MapGet("/consent-trail", Export).WithName("ExportConsentTrail").WithTags("Trail");
        api.MapGet("/ledger/entries", Entries).WithName("ListLedgerEntries").WithTags("Trail");
        app.MapGet("/trail.csv", ExportPage).ExcludeFromDescription();
    }

    /// <summary>The matching entries as CSV, oldest first, in UTC. The only format is csv.</summary>
    private static Task Export(
        HttpContext http, IMediator mediator, string? kind, string? recording, string? person, DateTimeOffset? from, DateTimeOffset? to, string? format, CancellationToken ct) =>
        format is null or "csv"
            ? Write(http.Response, mediator, new SearchTrail.Query(kind, recording, from, to, Person: person), ct)
            : FormatUnknown.ToProblem().ExecuteAsync(http);

    /// <summary>The button on the trail's page, with that page's filters: whole days of UTC, the last one included.</summary>
    private static Task ExportPage(HttpResponse response, IMediator mediator, string? kind, string? about, DateOnly? from, DateOnly? to, CancellationToken ct) =>
        Write(response, mediator, new SearchTrail.Query(kind, about, Start(from), Start(to?.AddDays(1))), ct);

    private static DateTimeOffset? Start(DateOnly? day) => day is { } given ? new DateTimeOffset(given, TimeOnly.MinValue, TimeSpan.Zero) : null;

    private static async Task Write(HttpResponse response, IMediator mediator, SearchTrail.Query query, CancellationToken ct)
    {
        // All is read before the first byte leaves: a refusal must still be able to become a status.
        List<LedgerLine> lines = [];
        long? before = null;
        do
        {
            var page = await mediator.Send(query with { Before = before, Take = 1000 }, ct);
            lines.AddRange(page.Lines);
            before = page.Next;
        }
        while (before is not null);

        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"trail.csv\"";
        await using var csv = CsvWriter.Create(response.Body, CsvWriterOptions.Default with { Injection = CsvInjection.Escape }, leaveOpen: true);
        await csv.WriteRecordAsync(["index", "at", "kind", "object", "person", "actor", "details", "leaf_hash"], ct);
        foreach (var line in lines.AsEnumerable().Reverse())
        {
            await csv.WriteRecordAsync(
                [
                    line.Index.ToString(CultureInfo.InvariantCulture),
                    line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                    line.Kind,
                    line.Object,
                    line.PersonId?.ToString() ?? "",
                    line.Actor,
                    string.Join("; ", line.Details.Select(d => $"{d.Key}={d.Value}")),
                    line.LeafHash,
                ],
                ct);
        }
    }

    /// <summary>Entries, newest first; follow next with before.</summary>
    private static Task<SearchTrail.Page> Entries(IMediator mediator, string? kind, string? about, DateTimeOffset? from, DateTimeOffset? to, long? before, CancellationToken ct) =>
        mediator.Send(new SearchTrail.Query(kind, about, from, to, before), ct);
}
