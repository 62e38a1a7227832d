using Microsoft.AspNetCore.Http;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Media.Gateway;

/// <summary>
/// The objects one ffmpeg process may read and write. Knows what ffmpeg's exit code does not tell: whether every input was
/// served without an error of ours, and whether every output arrived whole.
/// </summary>
internal sealed class GatewayJob(LoopbackGateway gateway, TimeSpan settleLimit) : IAsyncDisposable
{
    private readonly CancellationTokenSource _life = new();
    private readonly CancellationTokenSource _faulted = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _open = [];
    private readonly List<string> _tokens = [];
    private readonly List<Sink> _sinks = [];
    private Exception? _fault;

    /// <summary>Ends with the first fault, so that ffmpeg does not go on for nothing.</summary>
    public CancellationToken Faulted => _faulted.Token;

    public Exception? Fault => Volatile.Read(ref _fault);

    public string Offer(IEndpoint endpoint)
    {
        var (token, url) = gateway.Register(this, endpoint);
        lock (_gate)
        {
            _tokens.Add(token);
            if (endpoint is Sink sink)
            {
                _sinks.Add(sink);
            }
        }

        return url;
    }

    public Task Handle(HttpContext context, IEndpoint endpoint)
    {
        lock (_gate)
        {
            if (_life.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            _open.RemoveAll(request => request.IsCompleted);
            var request = Guarded(context, endpoint);
            _open.Add(request);
            return request;
        }
    }

    /// <summary>After the process has ended: sockets may still hold megabytes of output.</summary>
    /// <exception cref="RenderFailedException">An output did not arrive whole, or an input failed.</exception>
    public async Task Settle(CancellationToken ct)
    {
        using var unlessFaulted = CancellationTokenSource.CreateLinkedTokenSource(ct, Faulted);
        try
        {
            await Task.WhenAll(_sinks.Select(sink => sink.Due)).WaitAsync(settleLimit, unlessFaulted.Token);
            await Task.WhenAll(_sinks.Select(sink => sink.Received)).WaitAsync(unlessFaulted.Token);
            await Task.WhenAll(Open()).WaitAsync(settleLimit, unlessFaulted.Token);
        }
        catch (TimeoutException)
        {
            Fail(new TimeoutException("Output is missing."));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // by the fault that is thrown below
        }

        ThrowIfFaulted();
    }

    public void ThrowIfFaulted()
    {
        if (Fault is { } fault)
        {
            throw new RenderFailedException("The gateway could not serve an input or take an output whole.", fault);
        }
    }

    /// <summary>Returns when no request touches the job's objects any more.</summary>
    public async ValueTask DisposeAsync()
    {
        gateway.Forget(_tokens);
        lock (_gate)
        {
            _life.Cancel();
        }

        await Task.WhenAll(Open());
        _life.Dispose();
        _faulted.Dispose();
    }

    private async Task Guarded(HttpContext context, IEndpoint endpoint)
    {
        // leaves the lock of Handle before anything slow
        await Task.Yield();
        try
        {
            await endpoint.Answer(context, _life.Token);
        }
        catch (Exception failure)
        {
            Fail(failure);
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                context.Response.Clear();
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
        }
    }

    private Task[] Open()
    {
        lock (_gate)
        {
            return [.. _open];
        }
    }

    private void Fail(Exception fault)
    {
        if (Interlocked.CompareExchange(ref _fault, fault, null) is null)
        {
            _faulted.Cancel();
        }
    }
}
