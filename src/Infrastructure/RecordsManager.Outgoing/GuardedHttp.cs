using System.Net;
using System.Net.Sockets;

namespace RecordsManager.Outgoing;

/// <summary>Resolves a name, as <see cref="Dns.GetHostAddressesAsync(string, CancellationToken)"/> does.</summary>
public delegate Task<IPAddress[]> Resolve(string host, CancellationToken ct);

/// <summary>
/// HTTP to addresses that somebody typed into a page, without lending them the server's place in its network (server-side request
/// forgery). The name is resolved here and the very address that was looked at is connected to, so that a name which answers otherwise
/// a moment later gains nothing; no redirect is followed, no proxy used, no cookie kept; time and size are bounded. For every
/// outgoing request whose address is not set by who runs the server.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Of an answer.</summary>
    public const int MostBytes = 256 * 1024;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    private readonly OutgoingOptions _options;
    private readonly Resolve _resolve;

    public GuardedHttp(OutgoingOptions options, Resolve? resolve = null)
    {
        _options = options;
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectPatience,
            ConnectCallback = Connect,
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // who moved a name is followed
        })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = MostBytes,
        };
    }

    public HttpClient Client { get; }

    /// <summary>As far as the address tells: https, or exempted. What the name leads to is looked at with each connection.</summary>
    public bool MayBeAsked(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length == 0 && (_options.Allows(address) || (address.Scheme == Uri.UriSchemeHttps && (!IPAddress.TryParse(address.IdnHost, out var literal) || PublicAddress.Is(literal))));

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var address = context.InitialRequestMessage.RequestUri!;
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        if (!MayBeAsked(address))
        {
            throw new ForbiddenAddressException();
        }

        var isExempt = _options.Allows(address);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, ct);
        var allowed = found.Where(a => isExempt ? address.Scheme == Uri.UriSchemeHttps || IPAddress.IsLoopback(a) : PublicAddress.Is(a)).ToArray();
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException();
        }

        Exception? failure = null;
        foreach (var one in allowed)
        {
            var socket = new Socket(one.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(one, port), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException unreachable)
            {
                socket.Dispose();
                failure = unreachable;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure!;
    }
}

/// <summary>The address, or what its name leads to, is none that the server sends to.</summary>
public sealed class ForbiddenAddressException() : Exception("The address is none that the server sends to.");
