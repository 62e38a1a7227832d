using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RecordsManager.Benchmarks;

/// <summary>The peer: nginx with plaintext in a folder of its own, which it serves and to which it writes what is PUT.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process _master;

    private Nginx(Process master, string files, int port)
    {
        _master = master;
        Files = files;
        BaseUrl = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
    }

    public string Files { get; }

    public string BaseUrl { get; }

    /// <param name="folder">An empty one, on the disk that is to be measured.</param>
    public static async Task<Nginx> Start(string folder)
    {
        var port = FreePort();
        var files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        var configuration = Path.Combine(folder, "nginx.conf");
        // A body goes to a file beside the files and is renamed; a file goes out by sendfile. Without tcp_nopush: with it a range that does not begin at a page waits 24 ms for its last bytes.
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture,
            $$"""
            daemon off;
            user {{Environment.UserName}};
            worker_processes auto;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                keepalive_requests 1000000000;
                client_max_body_size 0;
                client_body_buffer_size 1m;
                client_body_temp_path {{folder}}/bodies;
                server {
                    listen 127.0.0.1:{{port}};
                    root {{files}};
                    location / {
                        dav_methods PUT;
                        create_full_put_path on;
                        client_body_in_file_only clean;
                    }
                }
            }
            """));
        var master = Process.Start(new ProcessStartInfo("nginx", ["-p", folder, "-e", Path.Combine(folder, "error.log"), "-c", configuration]) { UseShellExecute = false })!;
        var nginx = new Nginx(master, files, port);
        for (var attempt = 0; attempt < 200 && !master.HasExited; attempt++)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return nginx;
            }
            catch (SocketException)
            {
                await Task.Delay(25); // not listening yet
            }
        }

        await nginx.DisposeAsync();
        throw new InvalidOperationException("nginx does not start: " + await File.ReadAllTextAsync(Path.Combine(folder, "error.log")));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_master.HasExited)
        {
            _master.Kill(entireProcessTree: true);
            await _master.WaitForExitAsync();
        }

        _master.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
