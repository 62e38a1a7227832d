using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RecordsManager.TestSupport;

namespace RecordsManager.ProductSupport;

/// <summary>What an SFU's uploader does, over HTTP: tus uploads, the delivery, waiting for its end.</summary>
public static class Deliveries
{
    /// <summary>The Janus call as Janus leaves it: recordings, event log, chat posts.</summary>
    public static IReadOnlyList<(string Name, string Path)> JanusCallA { get; } = Files(
        Fixtures.At("janus-call-a"), path => path.StartsWith("mjr/", StringComparison.Ordinal) || path.StartsWith("janus/", StringComparison.Ordinal));

    public static IReadOnlyList<(string Name, string Path)> Files(string folder, Func<string, bool> wanted) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(folder, path), Path: path))
            .Where(file => wanted(file.Name))
            .OrderBy(file => file.Name, StringComparer.Ordinal)];

    public static async Task<string> Upload(this RunningProduct product, byte[] bytes)
    {
        using var create = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads");
        create.Headers.Add("Tus-Resumable", "1.0.0");
        create.Headers.Add("Upload-Length", bytes.Length.ToString(CultureInfo.InvariantCulture));
        using var created = await product.Http.SendAsync(create);
        created.EnsureSuccessStatusCode();
        var address = created.Headers.Location!.ToString();
        if (bytes.Length > 0)
        {
            using var append = new HttpRequestMessage(HttpMethod.Patch, address) { Content = new ByteArrayContent(bytes) };
            append.Headers.Add("Tus-Resumable", "1.0.0");
            append.Headers.Add("Upload-Offset", "0");
            append.Content.Headers.ContentType = new("application/offset+octet-stream");
            using var appended = await product.Http.SendAsync(append);
            appended.EnsureSuccessStatusCode();
        }

        return address[(address.LastIndexOf('/') + 1)..];
    }

    public static async Task<HttpResponseMessage> Deliver(this RunningProduct product, string adapter, string key, IEnumerable<(string Name, string Upload)> files)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/ingest/{adapter}")
        {
            Content = JsonContent.Create(new { files = files.Select(f => new { name = f.Name, upload = f.Upload }) }),
        };
        request.Headers.Add("Idempotency-Key", key);
        return await product.Http.SendAsync(request);
    }

    /// <returns>The delivery's id.</returns>
    public static async Task<string> Deliver(this RunningProduct product, string adapter, string key, IEnumerable<(string Name, byte[] Bytes)> files)
    {
        List<(string, string)> uploads = [];
        foreach (var (name, bytes) in files)
        {
            uploads.Add((name, await product.Upload(bytes)));
        }

        using var answer = await product.Deliver(adapter, key, uploads);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK
            ? JsonDocument.Parse(text).RootElement.GetProperty("delivery").GetString()!
            : throw new InvalidOperationException($"{answer.StatusCode}: {text}");
    }

    public static Task<string> DeliverJanusCallA(this RunningProduct product, string key = "janus-call-a") =>
        product.Deliver("janus", key, JanusCallA.Select(f => (f.Name, File.ReadAllBytes(f.Path))));

    /// <summary>Waits until the delivery is complete or failed.</summary>
    public static async Task<JsonElement> Settled(this RunningProduct product, string delivery) =>
        await product.Until($"/api/v1/deliveries/{delivery}", d => d.GetProperty("status").GetString() is "complete" or "failed" or "discarded");

    /// <summary>Waits until every derivative of the recording is made.</summary>
    public static async Task<JsonElement> Derived(this RunningProduct product, string recording) =>
        await product.Until($"/api/v1/recordings/{recording}", r => r.GetProperty("isPlayable").GetBoolean() && r.GetProperty("progress").GetDouble() >= 1);

    /// <summary>Polls for up to two minutes: a bound for a broken product, not a measure of a good one.</summary>
    public static async Task<JsonElement> Until(this RunningProduct product, string address, Func<JsonElement, bool> condition)
    {
        var watch = Stopwatch.StartNew();
        var last = "";
        while (watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            using var answer = await product.Http.GetAsync(new Uri(address, UriKind.Relative));
            last = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
            {
                var json = JsonDocument.Parse(last).RootElement;
                if (condition(json))
                {
                    return json;
                }
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{address} never came to be as expected. Last: {last}\n{product.Log}");
    }

    public static async Task<JsonElement> Json(this RunningProduct product, string address)
    {
        using var answer = await product.Http.GetAsync(new Uri(address, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement : throw new InvalidOperationException($"{answer.StatusCode}: {text}");
    }

    public static async Task<JsonElement> Post(this RunningProduct product, string address, object body)
    {
        using var answer = await product.Http.PostAsJsonAsync(new Uri(address, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text.Length == 0 ? default : JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{answer.StatusCode}: {text}");
    }
}
