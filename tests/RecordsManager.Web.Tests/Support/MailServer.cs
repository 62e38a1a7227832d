using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace RecordsManager.Web.Tests.Support;

/// <summary>A mail server on loopback (RFC 5321, what a client needs of it) that keeps what it is given.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ends = new();
    private readonly Channel<(string To, string Text)> _mails = Channel.CreateUnbounded<(string, string)>();
    private readonly Task _serving;

    public MailServer()
    {
        _listener.Start();
        _serving = Serve();
    }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["RECORDS_SMTP_HOST"] = "127.0.0.1",
        ["RECORDS_SMTP_PORT"] = ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["RECORDS_SMTP_FROM"] = "records@northquay.example",
        ["RECORDS_SMTP_TLS"] = "none",
    };

    public ValueTask<(string To, string Text)> Next(CancellationToken ct) => _mails.Reader.ReadAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        _listener.Stop();
        await _serving;
        _ends.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_ends.Token);
                await Talk(client.GetStream());
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // the test is over
        }
    }

    private async Task Talk(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await Say("220 test");
        var (to, data) = ("", new StringBuilder());
        while (await reader.ReadLineAsync(_ends.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "RCPT":
                    to = line.Split('<', '>')[1];
                    await Say("250 ok");
                    break;
                case "DATA":
                    await Say("354 go on");
                    data.Clear();
                    while (await reader.ReadLineAsync(_ends.Token) is { } text && text != ".")
                    {
                        data.AppendLine(text);
                    }

                    _mails.Writer.TryWrite((to, data.ToString()));
                    await Say("250 ok");
                    break;
                case "QUIT":
                    await Say("221 bye");
                    return;
                default:
                    await Say("250 ok");
                    break;
            }
        }

        Task Say(string answer) => stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), _ends.Token).AsTask();
    }
}
