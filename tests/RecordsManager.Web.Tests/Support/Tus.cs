using System.Globalization;
using System.Net;
using System.Text.Json;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>A tus client that does one step at a time and says what came of it.</summary>
internal sealed class Tus(RunningProduct product)
{
    public sealed record Answer(HttpStatusCode Status, long? Offset, string? Code, TimeSpan? RetryAfter);

    /// <returns>The upload's address.</returns>
    public async Task<string> Create(long length)
    {
        using var request = Request(HttpMethod.Post, "/api/v1/uploads");
        request.Headers.Add("Upload-Length", length.ToString(CultureInfo.InvariantCulture));
        using var created = await product.Http.SendAsync(request);
        created.EnsureSuccessStatusCode();
        return created.Headers.Location!.ToString();
    }

    public Task<Answer> Append(string address, long offset, ReadOnlyMemory<byte> bytes) => Append(address, offset, new ReadOnlyMemoryContent(bytes));

    public async Task<Answer> Append(string address, long offset, HttpContent body)
    {
        using var request = Request(HttpMethod.Patch, address);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        request.Content = body;
        request.Content.Headers.ContentType = new("application/offset+octet-stream");
        return await Send(request);
    }

    public async Task<long?> Offset(string address)
    {
        using var request = Request(HttpMethod.Head, address);
        return (await Send(request)).Offset;
    }

    public async Task<Answer> Terminate(string address)
    {
        using var request = Request(HttpMethod.Delete, address);
        return await Send(request);
    }

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using var answer = await product.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new Answer(
            answer.StatusCode,
            answer.Headers.TryGetValues("Upload-Offset", out var offset) ? long.Parse(offset.Single(), CultureInfo.InvariantCulture) : null,
            text.Length > 0 && JsonDocument.Parse(text).RootElement.TryGetProperty("code", out var code) ? code.GetString() : null,
            answer.Headers.RetryAfter?.Delta);
    }

    private static HttpRequestMessage Request(HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }
}
