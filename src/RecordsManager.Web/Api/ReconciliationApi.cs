using System.Globalization;
using CsvHelper;
using MediatR;
using RecordsManager.Application.Ingest;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;

namespace RecordsManager.Web.Api;

/// <summary>Announced against arrived.</summary>
internal static class ReconciliationApi
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    private static readonly Error FormatUnknown = new(
        "reconciliation.format-unknown", "The report is not made in this format.", ErrorKind.Validation, "Ask for format=json or csv.");

    public static void MapReconciliation(this WebApplication app, RouteGroupBuilder api)
    {
        api.MapGet("/reconciliation", Reconcile).WithName("ReconcileCalls").WithTags("Ingest");
        app.MapGet("/deliveries/reconciliation.csv", Download).ExcludeFromDescription();
    }

    /// <param name="Differing">Of how many calls something is missing, late, shortened or duplicate.</param>
    /// <param name="Unannounced">Recordings of the period that arrived unannounced: there is nothing to hold them against.</param>
    /// <param name="Undone">Deliveries that failed or wait for another try; what is in them does not count as arrived.</param>
    internal sealed record ReconciliationReport(DateTimeOffset From, DateTimeOffset To, int Announced, int Differing, int Unannounced, int Undone, IEnumerable<ReconciledCall> Calls);

    /// <param name="Announced">How many participants were announced or came.</param>
    /// <param name="Arrived">Of how many of them there is a track.</param>
    internal sealed record ReconciledCall(
        string Recording, string Title, string Source, string ExternalId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Announced, int Arrived, int Tracks, IEnumerable<ReconciliationFinding> Findings);

    /// <param name="Kind">missing, late, shortened or duplicate.</param>
    /// <param name="Participant">Null for the call as a whole.</param>
    /// <param name="LackingSeconds">Of a shortened one: how much of their stay no track covers.</param>
    /// <param name="LateSeconds">Of a late one: how long after the call's end it arrived.</param>
    /// <param name="RepeatedTracks">Of a duplicate: how many tracks had arrived before.</param>
    internal sealed record ReconciliationFinding(string Kind, string? Participant, string? DisplayName, string? Delivery, double? LackingSeconds, double? LateSeconds, int? RepeatedTracks);

    /// <summary>The announced calls that began in a period, the latest first, with what is missing, late, shortened or duplicate; the last seven days unless told otherwise, 92 at most. format is json, or csv with one row for each finding.</summary>
    private static async Task Reconcile(HttpContext http, IMediator mediator, TimeProvider clock, DateTimeOffset? from, DateTimeOffset? to, string? format, CancellationToken ct)
    {
        var end = to ?? clock.GetUtcNow();
        var report = await mediator.Send(new ReconcileCalls.Query(from ?? end - Usual, end), ct);
        await (format switch
        {
            null or "json" => TypedResults.Ok(Report(report)).ExecuteAsync(http),
            "csv" => Csv(http.Response, report, ct),
            _ => FormatUnknown.ToProblem().ExecuteAsync(http),
        });
    }

    /// <summary>The button on the page: all calls of its period.</summary>
    private static async Task Download(HttpContext http, IMediator mediator, TimeProvider clock, int? days, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var period = days is > 0 ? TimeSpan.FromDays(Math.Min(days.Value, ReconcileCalls.LongestPeriod.Days)) : Usual;
        await Csv(http.Response, await mediator.Send(new ReconcileCalls.Query(now - period, now), ct), ct);
    }

    private static ReconciliationReport Report(ReconcileCalls.Report report) => new(
        report.From, report.To, report.Calls.Count, report.Differing, report.Unannounced, report.Undone,
        report.Calls.Select(c => new ReconciledCall(
            c.Recording.ToString(), c.Title, c.Source, c.ExternalId, c.StartedAt, c.OverAt, c.Announced, c.Arrived, c.Tracks,
            c.Findings.Select(f => new ReconciliationFinding(
                Word(f.Kind), f.Participant?.ToString(), f.Name, f.Delivery?.ToString(),
                f.Kind == FindingKind.Shortened ? Math.Round(f.LackingSeconds, 3) : null, f.Kind == FindingKind.Late ? Math.Round(f.LateSeconds) : null, f.Kind == FindingKind.Duplicate ? f.RepeatedTracks : null)))));

    private static async Task Csv(HttpResponse response, ReconcileCalls.Report report, CancellationToken ct)
    {
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=reconciliation.csv";
        response.Headers.CacheControl = "no-store";
        await using var csv = CsvWriter.Create(response.Body, CsvWriterOptions.Default with { Injection = CsvInjection.Escape }, leaveOpen: true);
        await csv.WriteRecordAsync(["recording", "title", "source", "external_id", "started_at", "ended_at", "announced", "arrived", "tracks", "finding", "participant", "display_name", "delivery", "lacking_seconds", "late_seconds", "repeated_tracks"], ct);
        foreach (var call in Report(report).Calls)
        {
            foreach (var finding in call.Findings.Cast<ReconciliationFinding?>().DefaultIfEmpty())
            {
                await csv.WriteRecordAsync(
                    [
                        call.Recording, call.Title, call.Source, call.ExternalId, Time(call.StartedAt), Time(call.EndedAt),
                        Number(call.Announced), Number(call.Arrived), Number(call.Tracks),
                        finding?.Kind ?? "", finding?.Participant ?? "", finding?.DisplayName ?? "", finding?.Delivery ?? "",
                        Number(finding?.LackingSeconds), Number(finding?.LateSeconds), Number(finding?.RepeatedTracks),
                    ],
                    ct);
            }
        }
    }

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Missing => "missing",
        FindingKind.Late => "late",
        FindingKind.Shortened => "shortened",
        _ => "duplicate",
    };

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";

    private static string Number(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
