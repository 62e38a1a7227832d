using System.Net;
using System.Text.Json;
using System.Threading.Channels;

namespace RecordsManager.Web.Tests.Support;

/// <param name="Arrived">When its last line was here.</param>
internal sealed record Told(string Name, string? Id, string Data, long Arrived)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;
}

/// <summary>What an SFU does: holds the stream of capture decisions open and reads it line by line.</summary>
internal sealed class CaptureListener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Told> _told = Channel.CreateUnbounded<Told>();
    private readonly CancellationTokenSource _gone = new();
    private readonly HttpResponseMessage _answer;
    private readonly Task _reading;

    private CaptureListener(HttpResponseMessage answer)
    {
        _answer = answer;
        _reading = Read();
    }

    public int Comments { get; private set; }

    public string? Retry { get; private set; }

    public static async Task<CaptureListener> Open(HttpClient client, string call, string? lastEventId = null)
    {
        var answer = await Ask(client, call, lastEventId);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return new CaptureListener(answer);
    }

    /// <summary>Any other stream: a player's.</summary>
    public static async Task<CaptureListener> At(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return new CaptureListener(await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    public static async Task<HttpResponseMessage> Ask(HttpClient client, string call, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/calls/{call}/capture-decision");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<Told> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _told.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The next one in which it is so.</summary>
    public async Task<Told> Until(Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            var told = await Next();
            if (told.Name != "over" && isSo(told.Json))
            {
                return told;
            }
        }
    }

    public bool IsQuiet => !_told.Reader.TryPeek(out _);

    /// <summary>The server ended it.</summary>
    public async Task Ended() => await _reading.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _answer.Dispose();
        await _reading;
        _gone.Dispose();
    }

    private async Task Read()
    {
        var (name, id, data) = ("message", (string?)null, "");
        try
        {
            using var reader = new StreamReader(await _answer.Content.ReadAsStreamAsync(_gone.Token));
            while (await reader.ReadLineAsync(_gone.Token) is { } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].TrimStart(' '));
                switch (field)
                {
                    case "" when colon == 0:
                        Comments++;
                        break;
                    case "" when data.Length > 0:
                        _told.Writer.TryWrite(new Told(name, id, data, TimeProvider.System.GetTimestamp()));
                        (name, data) = ("message", "");
                        break;
                    case "event":
                        name = value;
                        break;
                    case "id":
                        id = value;
                        break;
                    case "data":
                        data += value;
                        break;
                    case "retry":
                        Retry = value;
                        break;
                    default:
                        break;
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // this side hung up
        }
    }
}
