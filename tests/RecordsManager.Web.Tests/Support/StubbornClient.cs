using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>An SFU's uploader as it should be: whatever becomes of the server, it asks again and goes on where it was.</summary>
internal sealed class StubbornClient(RunningProduct product)
{
    private const int Chunk = 48 * 1024;

    public async Task<string> Upload(byte[] bytes)
    {
        var address = await Create(bytes.Length);
        for (var offset = 0; offset < bytes.Length;)
        {
            offset = await Append(address, offset, bytes.AsMemory(offset, Math.Min(Chunk, bytes.Length - offset))) ?? await Offset(address);
        }

        return address[(address.LastIndexOf('/') + 1)..];
    }

    /// <returns>The delivery's id.</returns>
    public async Task<string> Deliver(string adapter, string key, IReadOnlyList<(string Name, string Upload)> files)
    {
        using var answer = await Send(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/ingest/{adapter}") { Content = JsonContent.Create(new { files = files.Select(f => new { name = f.Name, upload = f.Upload }) }) };
            request.Headers.Add("Idempotency-Key", key);
            return request;
        });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("delivery").GetString()!;
    }

    /// <summary>Until it is answered with success or refused.</summary>
    public async Task MustPost(string address, object body)
    {
        using var answer = await Send(() => new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) });
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Once, whatever comes of it.</summary>
    public async Task TryPost(string address, object body)
    {
        try
        {
            using var answer = await product.Http.PostAsJsonAsync(new Uri(address, UriKind.Relative), body);
        }
        catch (HttpRequestException)
        {
            // the server was killed
        }
    }

    public async Task<JsonElement> Until(string address, Func<JsonElement, bool> condition)
    {
        while (true)
        {
            using var answer = await Send(() => new HttpRequestMessage(HttpMethod.Get, address));
            answer.EnsureSuccessStatusCode();
            var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            if (condition(json))
            {
                return json;
            }

            await Task.Delay(50);
        }
    }

    private async Task<string> Create(long length)
    {
        using var created = await Send(() => Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", length)));
        created.EnsureSuccessStatusCode();
        return created.Headers.Location!.ToString();
    }

    /// <returns>The new offset, or null when it has to be asked for.</returns>
    private async Task<int?> Append(string address, int offset, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var request = Tus(HttpMethod.Patch, address, ("Upload-Offset", offset));
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = new("application/offset+octet-stream");
            using var answer = await product.Http.SendAsync(request);
            return answer.StatusCode == HttpStatusCode.NoContent ? Header(answer, "Upload-Offset") : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<int> Offset(string address)
    {
        using var answer = await Send(() => Tus(HttpMethod.Head, address));
        answer.EnsureSuccessStatusCode();
        return Header(answer, "Upload-Offset");
    }

    private static HttpRequestMessage Tus(HttpMethod method, string address, params (string Name, long Value)[] headers)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value.ToString(CultureInfo.InvariantCulture));
        }

        return request;
    }

    private static int Header(HttpResponseMessage answer, string name) => int.Parse(answer.Headers.GetValues(name).Single(), CultureInfo.InvariantCulture);

    /// <summary>Again and again while nobody answers; two minutes are a bound for a broken product.</summary>
    private async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> request)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var message = request();
                var answer = await product.Http.SendAsync(message);
                if (answer.StatusCode < HttpStatusCode.InternalServerError)
                {
                    return answer;
                }

                answer.Dispose();
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromMinutes(2))
            {
                // nobody is there at the moment
            }

            await Task.Delay(20);
        }
    }
}
