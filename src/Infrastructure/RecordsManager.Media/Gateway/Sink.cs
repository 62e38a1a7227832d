using Microsoft.AspNetCore.Http;

namespace RecordsManager.Media.Gateway;

/// <summary>Takes one PUT. <see cref="Received"/> ends well only when the body's last chunk was seen and consumed.</summary>
/// <param name="isPaced">
/// Who consumes takes the time they need, within limits of their own: an engine that thinks about the last of what it heard. Without
/// it, what has not been taken soon after ffmpeg's end counts as missing.
/// </param>
internal sealed class Sink(Func<Stream, CancellationToken, Task> consume, bool isPaced = false) : IEndpoint
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    public string Method => HttpMethods.Put;

    public Task Received => _received.Task;

    /// <summary>What may not be missing soon after ffmpeg's end.</summary>
    public Task Due => isPaced ? _begun.Task : Received;

    public async Task Answer(HttpContext context, CancellationToken job)
    {
        if (Interlocked.Increment(ref _requests) > 1)
        {
            throw new InvalidOperationException("An output was written twice.");
        }

        _begun.TrySetResult();

        // never HttpContext.RequestAborted: ffmpeg closes without reading the answer, and a read under that token then
        // throws although the whole body has arrived
        await consume(context.Request.Body, job);
        context.Response.StatusCode = StatusCodes.Status201Created;
        _received.TrySetResult();
    }
}
