using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.Cli.Server;

namespace RecordsManager.Cli.Ingest;

/// <summary>tus 1.0 (core, creation, checksum): a broken connection costs one chunk, not the file.</summary>
internal sealed class TusUpload(HttpClient server)
{
    private const int ChunkLength = 8 * 1024 * 1024;
    private const HttpStatusCode ChecksumMismatch = (HttpStatusCode)460; // tus 1.0, extension checksum

    /// <returns>The upload's id.</returns>
    public async Task<string> Send(FileDigest digest, Action<long> progress, CancellationToken ct)
    {
        var upload = await Patience.Try(_ => Create(digest, ct), ct);
        await using var content = digest.File.OpenRead();
        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Min(ChunkLength, digest.Length));
        try
        {
            for (var offset = 0L; offset < digest.Length; progress(offset))
            {
                var start = offset;
                offset = await Patience.Try(
                    async attempt => await SendChunk(upload, content, chunk, attempt == 0 ? start : await Offset(upload, ct), digest, ct),
                    ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }

        return upload;
    }

    private async Task<string> Create(FileDigest digest, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, "api/v1/uploads");
        request.Headers.Add("Upload-Length", Text(digest.Length));
        request.Headers.Add("Upload-Metadata", $"filename {Base64(digest.File.Name)},sha256 {Base64(digest.Sha256)}");
        using var response = await server.SendAsync(request, ct);
        await Problem.ThrowIfRefused(response, ct);
        // Only the id is taken: behind a proxy the rest may be an address that is not ours to send the key to.
        var id = response.Headers.Location?.OriginalString.TrimEnd('/').Split('/')[^1];
        return string.IsNullOrEmpty(id) ? throw new Refusal("The server did not say where to upload.") : Uri.EscapeDataString(id);
    }

    private async Task<long> Offset(string upload, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Head, $"api/v1/uploads/{upload}");
        using var response = await server.SendAsync(request, ct);
        await Problem.ThrowIfRefused(response, ct);
        return NewOffset(response);
    }

    private async Task<long> SendChunk(string upload, Stream content, byte[] chunk, long offset, FileDigest digest, CancellationToken ct)
    {
        var length = (int)Math.Min(Math.Min(ChunkLength, chunk.Length), digest.Length - offset);
        if (length == 0)
        {
            return offset; // the last chunk arrived, only its answer was lost
        }

        content.Position = offset;
        if (await content.ReadAtLeastAsync(chunk.AsMemory(0, length), length, throwOnEndOfStream: false, ct) < length)
        {
            throw new Refusal($"{digest.File.Name} became shorter while it was sent. Deliver it when it is closed.");
        }

        using var request = Request(HttpMethod.Patch, $"api/v1/uploads/{upload}");
        request.Headers.Add("Upload-Offset", Text(offset));
        request.Headers.Add("Upload-Checksum", $"sha256 {Convert.ToBase64String(SHA256.HashData(chunk.AsSpan(0, length)))}");
        request.Content = new ByteArrayContent(chunk, 0, length);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        using var response = await server.SendAsync(request, ct);
        if (response.StatusCode is HttpStatusCode.Conflict or ChecksumMismatch)
        {
            throw new HttpRequestException("a chunk did not arrive as it was sent"); // the next attempt asks how far we are
        }

        await Problem.ThrowIfRefused(response, ct);
        return NewOffset(response);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }

    private static long NewOffset(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Upload-Offset", out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? offset
            : throw new Refusal("The server did not say how much of the upload it has.");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
