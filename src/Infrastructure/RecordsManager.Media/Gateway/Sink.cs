using Microsoft.AspNetCore.Http;

namespace RecordsManager.Media.Gateway;

/// <summary>Takes one PUT. <see cref="Received"/> ends well only when the body's last chunk was seen and consumed.</summary>
internal sealed class Sink(Func<Stream, CancellationToken, Task> consume) : IEndpoint
{
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    public string Method => HttpMethods.Put;

    public Task Received => _received.Task;

    public async Task Answer(HttpContext context, CancellationToken job)
    {
        if (Interlocked.Increment(ref _requests) > 1)
        {
            throw new InvalidOperationException("An output was written twice.");
        }

        // never HttpContext.RequestAborted: ffmpeg closes without reading the answer, and a read under that token then
        // throws although the whole body has arrived
        await consume(context.Request.Body, job);
        context.Response.StatusCode = StatusCodes.Status201Created;
        _received.TrySetResult();
    }
}
