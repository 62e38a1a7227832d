using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace RecordsManager.Media.Gateway;

/// <summary>
/// A Kestrel of its own on 127.0.0.1, port chosen by the system: how ffmpeg gets plaintext without a file. A path is a
/// random token of 256 bits that stands for one object, one direction and one job; everything else is 404. Without a
/// host around it: that would bring configuration, logging and signal handlers of its own.
/// </summary>
internal sealed class LoopbackGateway(MediaOptions options) : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (GatewayJob Job, IEndpoint Endpoint)> _routes = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _starting = new(1, 1);
    private KestrelServer? _server;
    private string _address = string.Empty;

    public async Task<GatewayJob> Open(CancellationToken ct)
    {
        await _starting.WaitAsync(ct);
        try
        {
            _server ??= await Start(ct);
        }
        finally
        {
            _starting.Release();
        }

        return new GatewayJob(this, options.ReadLimit);
    }

    public (string Token, string Url) Register(GatewayJob job, IEndpoint endpoint)
    {
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _routes[token] = (job, endpoint);
        return (token, $"{_address}/{token}");
    }

    public void Forget(IEnumerable<string> tokens)
    {
        foreach (var token in tokens)
        {
            _routes.TryRemove(token, out _);
        }
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        var token = context.Request.Path.Value?.TrimStart('/') ?? string.Empty;
        if (_routes.TryGetValue(token, out var route) && route.Endpoint.Method == context.Request.Method)
        {
            return route.Job.Handle(context, route.Endpoint);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.StopAsync(CancellationToken.None);
            _server.Dispose();
        }

        _starting.Dispose();
    }

    private async Task<KestrelServer> Start(CancellationToken ct)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        // a process that reads many inputs leaves some of them idle for long; objects have no size limit here
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(kestrel), sockets, NullLoggerFactory.Instance);
        await server.StartAsync(this, ct);
        _address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return server;
    }
}
