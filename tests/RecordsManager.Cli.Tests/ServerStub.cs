using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RecordsManager.Cli.Tests;

/// <summary>
/// A stub: it speaks the product's routes as the contract words them, on a real socket, and keeps uploads in memory.
/// That the product does the same is for the product's own tests.
/// </summary>
public sealed class ServerStub : IAsyncDisposable
{
    public const string Key = "rmk_stub";
    private readonly WebApplication _app;
    private int _interruptions;

    public ConcurrentDictionary<string, MemoryStream> Uploads { get; } = new(StringComparer.Ordinal);
    public ConcurrentDictionary<string, string> Names { get; } = new(StringComparer.Ordinal);
    public ConcurrentQueue<(string Adapter, string IdempotencyKey, string Body)> Deliveries { get; } = new();
    public Queue<string> States { get; } = new(["""{"id":"dlv_1","status":"complete","recording":"rec_1","attached":1,"expected":1}"""]);
    public string Url => _app.Urls.First();

    /// <summary>How many chunks lose their connection half-way, after the server kept the first half.</summary>
    public int Interruptions { get => _interruptions; set => _interruptions = value; }

    /// <summary>How many chunks arrive and are kept, but their answer is lost.</summary>
    public int LostAnswers { get; set; }

    private ServerStub()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        _app = builder.Build();
        _app.MapGet("/health/ready", () => Results.Ok());
        _app.MapGet("/openapi/v1.json", () => Results.Text("""{"info":{"version":"7.1"}}""", "application/json"));
        var api = _app.MapGroup("/api/v1").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Request.Headers.Authorization == $"Bearer {Key}" ? await next(context) : Results.Unauthorized());
        api.MapGet("/recordings", () => Results.Text("[]", "application/json"));
        api.MapPost("/uploads", Create);
        api.MapMethods("/uploads/{id}", ["HEAD"], Offset);
        api.MapMethods("/uploads/{id}", ["PATCH"], Append);
        api.MapPost("/ingest/{adapter}", Ingest);
        api.MapGet("/deliveries/dlv_1", () => Results.Text(States.Count > 1 ? States.Dequeue() : States.Peek(), "application/json"));
    }

    public static async Task<ServerStub> Start()
    {
        var stub = new ServerStub();
        await stub._app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public string Content(string name) => Encoding.UTF8.GetString(Bytes(name));

    public byte[] Bytes(string name) => Uploads[Names.Single(pair => pair.Value == name).Key].ToArray();

    private IResult Create(HttpRequest request, HttpResponse response)
    {
        var id = $"upl_{Uploads.Count + 1}";
        var metadata = request.Headers["Upload-Metadata"].ToString().Split(',').Select(part => part.Split(' '))
            .ToDictionary(part => part[0], part => Encoding.UTF8.GetString(Convert.FromBase64String(part[1])), StringComparer.Ordinal);
        Uploads[id] = new MemoryStream();
        Names[id] = metadata["filename"];
        response.Headers.Location = $"http://elsewhere.example/api/v1/uploads/{id}";
        return Results.StatusCode(201);
    }

    private void Offset(string id, HttpResponse response) =>
        response.Headers["Upload-Offset"] = Uploads[id].Length.ToString(CultureInfo.InvariantCulture);

    private async Task Append(string id, HttpContext context)
    {
        var upload = Uploads[id];
        var chunk = new MemoryStream();
        await context.Request.Body.CopyToAsync(chunk);
        if (context.Request.Headers["Upload-Offset"] != upload.Length.ToString(CultureInfo.InvariantCulture))
        {
            context.Response.StatusCode = 409;
            return;
        }

        var sum = "sha256 " + Convert.ToBase64String(SHA256.HashData(chunk.ToArray()));
        if (context.Request.Headers["Upload-Checksum"] != sum)
        {
            context.Response.StatusCode = 460;
            return;
        }

        if (Interlocked.Decrement(ref _interruptions) >= 0)
        {
            upload.Write(chunk.ToArray().AsSpan(0, (int)chunk.Length / 2));
            context.Abort();
            return;
        }

        upload.Write(chunk.ToArray());
        if (LostAnswers-- > 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = 204;
        Offset(id, context.Response);
    }

    private async Task<IResult> Ingest(string adapter, HttpRequest request)
    {
        if (adapter == "unknown")
        {
            return Results.Problem(
                statusCode: 404,
                detail: "There is no adapter of this name.",
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "ingest.unknown-adapter", ["whatToDo"] = "use janus or manifest." });
        }

        using var body = new StreamReader(request.Body);
        Deliveries.Enqueue((adapter, request.Headers["Idempotency-Key"].ToString(), await body.ReadToEndAsync()));
        return Results.Json(new { delivery = "dlv_1", status = "received", statusUrl = "/api/v1/deliveries/dlv_1" }, statusCode: 202);
    }
}
