using System.Security.Cryptography;
using System.Text;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Persistence;

namespace RecordsManager.Web.Api;

/// <summary>
/// A POST with the header Idempotency-Key is done once; sent again within a day it gets the same answer. Uploads and
/// deliveries have rules of their own (tus offsets, the inbox) and do not come through here.
/// </summary>
internal sealed class Idempotency(RequestDelegate next)
{
    private const string Header = "Idempotency-Key";
    private const int LongestBody = 4 << 20; // of any route that takes a key: a rule pack's

    private static readonly Error KeyMalformed = new("idempotency-key.malformed", "The Idempotency-Key is longer than 128 characters.", ErrorKind.Validation);
    private static readonly Error KeyReused = new("idempotency-key.reused", "This Idempotency-Key was used for another request.", ErrorKind.Conflict, "Use a new key for a new request.");
    private static readonly Error InProgress = new("idempotency-key.in-progress", "The same request is being worked on.", ErrorKind.Conflict, "Send it again in a moment.");

    public static bool Applies(HttpContext http) =>
        http.Request.Method == HttpMethods.Post
        && http.Request.Headers.ContainsKey(Header)
        && http.User.Identity is { IsAuthenticated: true }
        && http.Request.Path.StartsWithSegments("/api/v1", StringComparison.Ordinal, out var rest)
        && !rest.StartsWithSegments("/uploads", StringComparison.Ordinal)
        && !rest.StartsWithSegments("/ingest", StringComparison.Ordinal);

    public async Task Invoke(HttpContext http, IdempotentAnswers answers, IWorkLock locks, ICurrentActor actor)
    {
        var key = http.Request.Headers[Header].ToString();
        var refusal = key.Length is 0 or > 128 ? KeyMalformed : null;
        await using var mine = refusal is null ? await locks.TryTake($"idempotency|{actor.Organization}|{key}", http.RequestAborted) : null;
        refusal ??= mine is null ? InProgress : null;
        if (refusal is not null)
        {
            await refusal.ToProblem().ExecuteAsync(http);
            return;
        }

        var request = await Fingerprint(http);
        if (await answers.Find(key, http.RequestAborted) is { } before)
        {
            await Repeat(http, before, request);
            return;
        }

        await Answer(http, answers, key, request);
    }

    private static async Task Repeat(HttpContext http, IdempotentAnswer before, byte[] request)
    {
        if (!CryptographicOperations.FixedTimeEquals(before.RequestSha256, request))
        {
            await KeyReused.ToProblem().ExecuteAsync(http);
            return;
        }

        http.Response.StatusCode = before.Status;
        http.Response.Headers.Location = before.Location;
        http.Response.ContentType = before.Body.Length > 0 ? "application/json; charset=utf-8" : null;
        await http.Response.Body.WriteAsync(before.Body, http.RequestAborted);
    }

    private async Task Answer(HttpContext http, IdempotentAnswers answers, string key, byte[] request)
    {
        var client = http.Response.Body;
        using var body = new MemoryStream();
        http.Response.Body = body;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = client;
        }

        if (http.Response.StatusCode < StatusCodes.Status400BadRequest)
        {
            // A refusal is not remembered: its cause may be gone the next time.
            await answers.Keep(key, new IdempotentAnswer(request, http.Response.StatusCode, http.Response.Headers.Location, body.ToArray()), CancellationToken.None);
        }

        body.Position = 0;
        await body.CopyToAsync(client, http.RequestAborted);
    }

    private static async Task<byte[]> Fingerprint(HttpContext http)
    {
        http.Request.EnableBuffering(LongestBody, LongestBody); // never to a file: a body may name a person
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n"));
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        hash.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
