using MediatR;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Api;

internal static class TrailApi
{
    private static readonly Error FormatUnknown = new(
        "trail.format-unknown", "The trail is not exported in this format.", ErrorKind.Validation, "Ask for format=csv, jsonl, pdf, bundle or disclosure.");

    public static void MapTrail(this WebApplication app, RouteGroupBuilder api)
    {
        api.MapGet("/consent-trail", Export).WithName("ExportConsentTrail").WithTags("Trail");
        api.MapGet("/ledger/entries", Entries).WithName("ListLedgerEntries").WithTags("Trail");
        app.MapGet("/trail.{format}", ExportPage).ExcludeFromDescription();
    }

    /// <summary>
    /// The matching entries, oldest first, in UTC, as csv, jsonl or pdf; as a bundle that verifies offline; or as a disclosure, the
    /// personal values that the entries commit to. person is an id or a part of a name, place an ISO 3166 code; since is the size
    /// of a checkpoint you kept, for a bundle.
    /// </summary>
    private static async Task Export(
        HttpContext http, IMediator mediator, TrailQuestion question, string? kind, string? recording, string? person, DateTimeOffset? from, DateTimeOffset? to, string? place, string? format, long? since, CancellationToken ct) =>
        await Write(http, mediator, await question.Of(kind, recording, person, from, to, place, ct), format ?? "csv", since, ct);

    /// <summary>The buttons on the trail's page, with that page's filters: whole days of UTC, the last one included.</summary>
    private static async Task ExportPage(
        HttpContext http, IMediator mediator, TrailQuestion question, string format, string? kind, string? about, string? person, DateOnly? from, DateOnly? to, string? place, CancellationToken ct) =>
        await Write(http, mediator, await question.Of(kind, about, person, Start(from), Start(to?.AddDays(1)), place, ct), format, null, ct);

    private static DateTimeOffset? Start(DateOnly? day) => day is { } given ? new DateTimeOffset(given, TimeOnly.MinValue, TimeSpan.Zero) : null;

    private static Task Write(HttpContext http, IMediator mediator, TrailFilter filter, string format, long? since, CancellationToken ct) => format switch
    {
        "csv" => Rows(http, mediator, filter, format, "text/csv; charset=utf-8", TrailRows.WriteCsv, ct),
        "jsonl" => Rows(http, mediator, filter, format, "application/jsonl", TrailRows.WriteJsonLines, ct),
        "bundle" => Bundle(http, mediator, filter, since, ct),
        "pdf" => Paper(http, mediator, filter, ct),
        "disclosure" => Disclosure(http, mediator, filter, ct),
        _ => FormatUnknown.ToProblem().ExecuteAsync(http),
    };

    private static async Task Rows(
        HttpContext http, IMediator mediator, TrailFilter filter, string format, string type, Func<IAsyncEnumerable<LedgerEntry>, Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        var exported = await mediator.Send(new ExportTrail.Command(filter, format), ct);
        if (exported.Error is { } error)
        {
            await error.ToProblem().ExecuteAsync(http);
            return;
        }

        Begin(http.Response, type, "trail." + format);
        await write(exported.Value.Entries, http.Response.Body, ct);
    }

    private static async Task Bundle(HttpContext http, IMediator mediator, TrailFilter filter, long? since, CancellationToken ct)
    {
        var prepared = await mediator.Send(new ExportBundle.Command(filter, since), ct);
        if (prepared.Error is { } error)
        {
            await error.ToProblem().ExecuteAsync(http);
            return;
        }

        Begin(http.Response, "application/zip", "trail.bundle.zip");
        http.Response.ContentLength = prepared.Value.Length;
        await prepared.Value.WriteTo(http.Response.Body, ct);
    }

    private static async Task Paper(HttpContext http, IMediator mediator, TrailFilter filter, CancellationToken ct)
    {
        var evidence = await mediator.Send(new PrintTrail.Command(filter), ct);
        if (evidence.Error is { } error)
        {
            await error.ToProblem().ExecuteAsync(http);
            return;
        }

        Begin(http.Response, "application/pdf", "trail.pdf");
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var by = http.User.Identity?.Name ?? Actors.Say(http.RequestServices.GetRequiredService<ICurrentActor>().Id);
        await http.RequestServices.GetRequiredService<ITrailPrinter>().Print(TrailDocument.Of(evidence.Value, filter, by, now), now, http.Response.Body, ct);
    }

    private static async Task Disclosure(HttpContext http, IMediator mediator, TrailFilter filter, CancellationToken ct)
    {
        var disclosed = await mediator.Send(new ExportDisclosure.Command(filter), ct);
        if (disclosed.Error is { } error)
        {
            await error.ToProblem().ExecuteAsync(http);
            return;
        }

        Begin(http.Response, "application/jsonl", "trail.disclosure.jsonl");
        await disclosed.Value.To(http.Response.Body, ct);
    }

    private static void Begin(HttpResponse response, string type, string file)
    {
        response.ContentType = type;
        response.Headers.ContentDisposition = $"attachment; filename=\"{file}\"";
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>Entries, newest first; follow next with before.</summary>
    private static async Task<SearchTrail.Page> Entries(
        IMediator mediator, TrailQuestion question, string? kind, string? about, string? person, DateTimeOffset? from, DateTimeOffset? to, string? place, long? before, CancellationToken ct) =>
        await mediator.Send(new SearchTrail.Query(await question.Of(kind, about, person, from, to, place, ct), before), ct);
}
