using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RecordsManager.ProductSupport;

/// <summary>
/// A double of a learning record store: none runs here. It speaks xAPI 1.0.3 over real HTTP on loopback, as strictly as the
/// specification allows: version header, Basic authentication, shape of each statement, and a batch that is taken or refused whole.
/// </summary>
public sealed class LrsDouble : IAsyncDisposable
{
    public const string Key = "records";
    public const string Secret = "a secret of the store";

    private readonly WebApplication _server;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _statements = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LrsDouble(WebApplication server) => _server = server;

    public Uri Origin => new(_server.Urls.Single());

    public string Endpoint => new Uri(Origin, "/xapi").AbsoluteUri;

    /// <summary>Answers that come first, in this order, whatever is asked: a status and headers.</summary>
    public ConcurrentQueue<(int Status, string? Header, string? Value)> Instead { get; } = [];

    /// <summary>What requests to send statements were refused for.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>How many statements each request to send brought.</summary>
    public ConcurrentQueue<int> Batches { get; } = [];

    /// <summary>Statements that it does not take, whatever their shape.</summary>
    public Func<JsonObject, bool> Dislikes { get; set; } = _ => false;

    /// <summary>In the order in which they happened.</summary>
    public IReadOnlyList<JsonObject> Statements
    {
        get
        {
            lock (_gate)
            {
                return [.. _statements.Values.OrderBy(s => (string)s["timestamp"]!, StringComparer.Ordinal)];
            }
        }
    }

    public static async Task<LrsDouble> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var lrs = new LrsDouble(server);
        server.Run(lrs.Answer);
        await server.StartAsync();
        return lrs;
    }

    /// <summary>The last part of the verb's IRI.</summary>
    public static string Verb(JsonObject statement) => ((string)statement["verb"]!["id"]!).Split('/')[^1];

    /// <summary>Waits until what it has is as it should be.</summary>
    public async Task Until(Func<IReadOnlyList<JsonObject>, bool> isThere, TimeSpan patience, CancellationToken ct)
    {
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patient.CancelAfter(patience);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (isThere(Statements))
            {
                return;
            }

            await changed.WaitAsync(patient.Token);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Answer(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var body = await reader.ReadToEndAsync();
        http.Response.Headers["X-Experience-API-Version"] = "1.0.3";
        if (Instead.TryDequeue(out var instead))
        {
            http.Response.StatusCode = instead.Status;
            if (instead.Header is { } header)
            {
                http.Response.Headers[header] = instead.Value;
            }

            return;
        }

        var (status, answer) = (http.Request.Method, http.Request.Path.Value) switch
        {
            ("GET", "/xapi/about") => (200, """{"version":["1.0.3"]}"""),
            _ when http.Request.Headers["X-Experience-API-Version"] != "1.0.3" => Refused(400, "no version header"),
            _ when http.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Key}:{Secret}")) => Refused(401, "another key"),
            ("GET", "/xapi/statements") => (200, """{"statements":[],"more":""}"""),
            ("POST", "/xapi/statements") when http.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true => Take(body),
            _ => Refused(400, $"{http.Request.Method} {http.Request.Path} {http.Request.ContentType}"),
        };
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer);
    }

    private (int Status, string Answer) Take(string body)
    {
        var brought = JsonNode.Parse(body) is JsonArray many ? many.Select(s => s!.AsObject()).ToList() : [JsonNode.Parse(body)!.AsObject()];
        Batches.Enqueue(brought.Count);
        foreach (var statement in brought)
        {
            if (XapiShape.Wrong(statement) is { } wrong)
            {
                return Refused(400, wrong);
            }

            if (Dislikes(statement))
            {
                return (400, "disliked");
            }
        }

        lock (_gate)
        {
            if (brought.Exists(s => _statements.TryGetValue((string)s["id"]!, out var known) && !JsonNode.DeepEquals(known, s)))
            {
                return Refused(409, "another statement of this id");
            }

            foreach (var statement in brought)
            {
                _statements[(string)statement["id"]!] = statement;
            }

            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return (200, JsonSerializer.Serialize(brought.Select(s => (string)s["id"]!)));
    }

    private (int Status, string Answer) Refused(int status, string why)
    {
        Complaints.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{status}: {why}"));
        return (status, "");
    }
}
