using Microsoft.AspNetCore.Http.Features;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Streams;

/// <param name="Id">The same id is the same state, on every node.</param>
/// <param name="Name">Of the event.</param>
/// <param name="IsOver">Nothing more will come after it.</param>
/// <param name="ChangesAt">Then it is looked at again, although nobody told of a change.</param>
internal sealed record StreamedState(string Id, string Name, string Json, bool IsOver, DateTimeOffset? ChangesAt = null);

/// <summary>What is streamed of a recording, as states: who was away needs to know nothing of what was sent.</summary>
/// <param name="First">What was seen when the stream was asked for.</param>
/// <param name="Look">Asks anew, with what the listener may do by now; null where they may no longer.</param>
/// <param name="MayStillListen">Asked with each heartbeat: what runs out sends no notice of it.</param>
/// <param name="Longest">After that the listener has to come back, and is checked like anybody who comes; null: they may stay.</param>
internal sealed record StreamSource(
    OrganizationId Organization, RecordingId Recording, StreamedState First, Func<CancellationToken, Task<StreamedState?>> Look, Func<CancellationToken, Task<bool>> MayStillListen, TimeSpan? Longest = null);

/// <summary>What every stream of this node needs; each has one place in memory and no connection to the database.</summary>
internal sealed class StreamHost(IChangeFeed feed, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public IChangeFeed Feed => feed;

    public TimeProvider Clock => clock;

    public CancellationToken Stopping => lifetime.ApplicationStopping;
}

/// <summary>
/// Server-sent events (WHATWG HTML 9.2): one for each state with its version as id, a comment as heartbeat, and <c>over</c>
/// when nothing more will come. ASP.NET Core's own result writes no comments.
/// </summary>
internal sealed class EventStream(StreamHost host, StreamPlaces places, StreamSource source) : IResult
{
    public const string ContentType = "text/event-stream";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var known = httpContext.Request.Headers["Last-Event-ID"].ToString();
        if (source.First.IsOver && known == source.First.Id)
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent; // tells EventSource not to come back
            return;
        }

        if (!places.TryEnter(source.Organization))
        {
            await StreamPlaces.Refusal(httpContext).ExecuteAsync(httpContext);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, host.Stopping);
        try
        {
            ends.CancelAfter(source.Longest ?? Timeout.InfiniteTimeSpan);
            await Write(httpContext, known, ends);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // the client went, its time is over, or this node stops: it comes back with Last-Event-ID
        }
        finally
        {
            places.Leave(source.Organization);
        }
    }

    private async Task Write(HttpContext http, string known, CancellationTokenSource ends)
    {
        var ct = ends.Token;
        http.Response.ContentType = ContentType;
        http.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would collect events until a buffer is full
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await Send(http, "retry: 2000\n\n", ct);
        await using var watch = host.Feed.Watch(source.Organization, source.Recording, ct).GetAsyncEnumerator(ct);
        var next = watch.MoveNextAsync().AsTask();
        var changesAt = source.First.ChangesAt;
        try
        {
            while (await Next(http, next, changesAt, ct) && await source.Look(ct) is { } state)
            {
                changesAt = state.ChangesAt;
                if (state.Id != known)
                {
                    known = state.Id;
                    await Send(http, $"id: {state.Id}\nevent: {state.Name}\ndata: {state.Json}\n\n", ct);
                }

                if (state.IsOver)
                {
                    await Send(http, $"id: {state.Id}\nevent: over\ndata: {{}}\n\n", ct);
                    return;
                }

                next = next.IsCompleted ? watch.MoveNextAsync().AsTask() : next;
            }
        }
        finally
        {
            await ends.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default); // an enumerator may not be left while it moves
        }
    }

    /// <summary>Waits for a reason to look, with a heartbeat meanwhile so that proxies and the client know that somebody is there.</summary>
    private async Task<bool> Next(HttpContext http, Task<bool> next, DateTimeOffset? changesAt, CancellationToken ct)
    {
        while (true)
        {
            var left = changesAt - host.Clock.GetUtcNow();
            try
            {
                return await next.WaitAsync(left < Heartbeat ? TimeSpan.FromTicks(Math.Max(0, left.Value.Ticks)) : Heartbeat, host.Clock, ct);
            }
            catch (TimeoutException)
            {
                if (left < Heartbeat || !await source.MayStillListen(ct))
                {
                    return true; // the look says how it ends
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
