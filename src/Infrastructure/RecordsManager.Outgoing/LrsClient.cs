using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RecordsManager.Application.Learning;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;

namespace RecordsManager.Outgoing;

/// <summary>xAPI 1.0.3 (spoken by stores of 2.0.0 as well), with HTTP Basic authentication.</summary>
internal sealed class LrsClient(GuardedHttp http, TimeProvider clock) : ILearningRecordStore
{
    private const string VersionHeader = "X-Experience-API-Version";
    private const string Spoken = "1.0.3";

    public Error? Refuses(string endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && http.MayBeAsked(address) ? null : LearningErrors.EndpointForbidden;

    public Task<LrsAnswer> Send(LrsAccess access, IReadOnlyList<string> statements, CancellationToken ct) => Ask(
        access, HttpMethod.Post, "/statements", new StringContent($"[{string.Join(',', statements)}]", new UTF8Encoding(false), "application/json"), (status, body) => status switch
        {
            HttpStatusCode.OK or HttpStatusCode.NoContent when status == HttpStatusCode.NoContent || IsListOf(statements.Count, body) => new(LrsVerdict.Taken, "Taken."),
            HttpStatusCode.OK => new(LrsVerdict.Later, "The store answered 200 without the ids of the statements. Is the address that of an xAPI?"),
            HttpStatusCode.Conflict => new(LrsVerdict.Known, "The store has a statement of this id already."),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => new(LrsVerdict.Unacceptable, $"The store does not take it: it answered {Number(status)}."),
            _ => Otherwise(status),
        }, ct);

    public async Task<LrsAnswer> Try(LrsAccess access, CancellationToken ct)
    {
        var about = await Ask(access, HttpMethod.Get, "/about", null, (status, body) =>
            status != HttpStatusCode.OK ? Otherwise(status)
            : Versions(body).Any(v => v.StartsWith("1.0.", StringComparison.Ordinal) || v.StartsWith("2.0.", StringComparison.Ordinal)) ? new(LrsVerdict.Taken, $"It speaks xAPI {string.Join(", ", Versions(body))}.")
            : new(LrsVerdict.Later, "What answers there does not say that it speaks xAPI 1.0."), ct);
        if (about.Verdict != LrsVerdict.Taken)
        {
            return about;
        }

        var tomorrow = clock.GetUtcNow().AddDays(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return await Ask(access, HttpMethod.Get, $"/statements?limit=1&since={tomorrow}", null, (status, _) => status switch
        {
            HttpStatusCode.OK => new(LrsVerdict.Taken, $"The store answers and takes the key. {about.Words}"),
            HttpStatusCode.Forbidden => new(LrsVerdict.Taken, $"The store answers and knows the key, which may not read; whether it may write shows with the first statement. {about.Words}"),
            _ => Otherwise(status),
        }, ct);
    }

    private async Task<LrsAnswer> Ask(LrsAccess access, HttpMethod method, string path, HttpContent? content, Func<HttpStatusCode, string, LrsAnswer> read, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, access.Endpoint + path) { Content = content };
        request.Headers.Add(VersionHeader, Spoken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{access.Key}:{access.Secret}")));
        try
        {
            using var answer = await http.Client.SendAsync(request, ct);
            var verdict = read(answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
            return verdict.Verdict == LrsVerdict.Later ? verdict with { Wait = Wait(answer.Headers.RetryAfter) } : verdict;
        }
        catch (HttpRequestException forbidden) when (forbidden.InnerException is ForbiddenAddressException)
        {
            return new(LrsVerdict.Later, "The server does not send there: the address is not public. Who runs the server can allow it with RECORDS_LRS_ALLOW.");
        }
        catch (HttpRequestException unreachable)
        {
            return new(LrsVerdict.Later, unreachable.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "The name of the store is not known.",
                HttpRequestError.SecureConnectionError => "No secure connection: the store's certificate is not trusted, or it speaks no TLS.",
                HttpRequestError.ConfigurationLimitExceeded => "The store's answer is too long.",
                _ => "The store cannot be reached, or broke off.",
            });
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(LrsVerdict.Later, "The store did not answer within 20 seconds.");
        }
    }

    private static LrsAnswer Otherwise(HttpStatusCode status) => new(LrsVerdict.Later, status switch
    {
        HttpStatusCode.Unauthorized => "The store does not know the key, or its secret is another one (401).",
        HttpStatusCode.Forbidden => "The key may not do that at the store (403).",
        HttpStatusCode.NotFound => "There is no xAPI at this address (404).",
        HttpStatusCode.TooManyRequests => "The store asks to wait (429).",
        _ when (int)status is >= 300 and < 400 => $"The store leads elsewhere ({Number(status)}), which is not followed. Write the address that it leads to.",
        _ => $"The store answered {Number(status)}.",
    });

    private TimeSpan? Wait(RetryConditionHeaderValue? asked) => asked?.Delta ?? (asked?.Date is { } date ? date - clock.GetUtcNow() : null);

    private static bool IsListOf(int count, string body) => Read(body) is { RootElement: { ValueKind: JsonValueKind.Array } ids } && ids.GetArrayLength() == count;

    private static IReadOnlyList<string> Versions(string body) =>
        Read(body) is { RootElement: { ValueKind: JsonValueKind.Object } about } && about.TryGetProperty("version", out var versions) && versions.ValueKind == JsonValueKind.Array
            ? [.. versions.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).Where(v => v.Length <= 16 && v.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')).Take(10)]
            : [];

    private static JsonDocument? Read(string body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
