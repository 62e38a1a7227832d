using System.Globalization;
using MediatR;
using Microsoft.Net.Http.Headers;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Web.Playback;

/// <summary>A file to keep, given in whole or, where a download goes on, from any byte.</summary>
internal static partial class PlaybackRoutes
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    private static async Task<IResult> Download(DownloadContent content, HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        if (await Viewer.Of(who(http), http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var services = http.RequestServices;
        var (downloads, actor) = (services.GetRequiredService<Downloads>(), services.GetRequiredService<ICurrentActor>());
        var query = new OpenDownload.Query(viewer.Recording, viewer.Link, content);
        var before = downloads.Before(actor, query);
        var opened = await mediator.Send(query, ct);
        if (opened.Error is { } refused)
        {
            return await Refuse(http, viewer, refused);
        }

        if (!await services.GetRequiredService<AccessLog>().TryNoteDownload(mediator, actor, viewer.Recording, content))
        {
            return Unlogged(http);
        }

        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(
            await downloads.Open(actor, query, opened.Value, before, ct), content == DownloadContent.Movie ? "video/mp4" : "audio/mp4", FileName(opened.Value.StartedAt, content),
            entityTag: new EntityTagHeaderValue($"\"{opened.Value.Tag}\""), enableRangeProcessing: true);
    }

    /// <summary>When it began, and no word of what it is called or who is in it: a file's name goes through hands that its content does not.</summary>
    private static string FileName(DateTimeOffset startedAt, DownloadContent content) =>
        string.Create(CultureInfo.InvariantCulture, $"recording-{startedAt.UtcDateTime:yyyy-MM-dd-HHmm}.{(content == DownloadContent.Movie ? "mp4" : "m4a")}");
}
