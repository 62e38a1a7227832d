using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RecordsManager.Infrastructure.Tests.Storage.Places;

/// <summary>Stands between a client and a real engine; when it is cut, the engine is gone as if it had been stopped.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly CancellationTokenSource _cut = new();
    private readonly int _to;
    private TcpListener _listener = new(IPAddress.Loopback, 0);

    internal Wire(int to)
    {
        _to = to;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Listen(_listener);
    }

    internal int Port { get; }

    internal void Cut()
    {
        _listener.Stop();
        foreach (var end in _open)
        {
            end.Close();
        }
    }

    internal void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = Listen(_listener);
    }

    public ValueTask DisposeAsync()
    {
        _cut.Cancel();
        Cut();
        _listener.Dispose();
        _cut.Dispose();
        return default;
    }

    private async Task Listen(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync(_cut.Token);
                var far = new TcpClient();
                _open.Add(near);
                _open.Add(far);
                await far.ConnectAsync(IPAddress.Loopback, _to, _cut.Token);
                _ = Carry(near, far);
                _ = Carry(far, near);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // cut
        }
    }

    private static async Task Carry(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            from.Close();
            to.Close();
        }
    }
}
