using System.Text;
using Microsoft.AspNetCore.Http.Features;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Api;

/// <summary>
/// Server-sent events (WHATWG HTML 9.2): <c>decision</c> with the same JSON as asking gives and the decision's version as id,
/// a comment as heartbeat, and <c>over</c> when nothing more will come. ASP.NET Core's own result writes no comments.
/// </summary>
internal sealed class CaptureStream(CaptureStreams streams, RecordingId call, CaptureVersion first) : IResult
{
    public const string ContentType = "text/event-stream";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var known = httpContext.Request.Headers["Last-Event-ID"].ToString();
        if (first.IsOver && known == first.Id)
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent; // tells EventSource not to come back
            return;
        }

        var organization = httpContext.RequestServices.GetRequiredService<ICurrentActor>().Organization;
        if (!streams.TryEnter(organization))
        {
            await CaptureStreams.Refusal(httpContext).ExecuteAsync(httpContext);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, streams.Stopping);
        try
        {
            await Write(httpContext, streams.Changes(organization, call, ends.Token), known, ends);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // the client went, or this node stops: it comes back with Last-Event-ID
        }
        finally
        {
            streams.Leave(organization);
        }
    }

    private async Task Write(HttpContext http, IAsyncEnumerable<DateTimeOffset> changes, string known, CancellationTokenSource ends)
    {
        var ct = ends.Token;
        http.Response.ContentType = ContentType;
        http.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would collect events until a buffer is full
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await Send(http, "retry: 2000\n\n", ct);
        await using var watch = changes.GetAsyncEnumerator(ct);
        var next = watch.MoveNextAsync().AsTask();
        try
        {
            while (await Next(http, next, ct) && await streams.Look(http, call, ct) is { } decided)
            {
                if (decided.Id != known)
                {
                    known = decided.Id;
                    await Send(http, $"id: {decided.Id}\nevent: decision\ndata: {Encoding.UTF8.GetString(decided.Json)}\n\n", ct);
                }

                if (decided.IsOver)
                {
                    await Send(http, $"id: {decided.Id}\nevent: over\ndata: {{}}\n\n", ct);
                    return;
                }

                next = watch.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await ends.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default); // an enumerator may not be left while it moves
        }
    }

    /// <summary>Waits for a change, with a heartbeat meanwhile so that proxies and the client know that somebody is there.</summary>
    private async Task<bool> Next(HttpContext http, Task<bool> next, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(Heartbeat, streams.Clock, ct);
            }
            catch (TimeoutException)
            {
                if (!await streams.MayStillListen(http, ct))
                {
                    return false;
                }

                await Send(http, ": here\n\n", ct);
            }
        }
    }

    private static async Task Send(HttpContext http, string text, CancellationToken ct)
    {
        await http.Response.WriteAsync(text, ct);
        await http.Response.Body.FlushAsync(ct);
    }
}
