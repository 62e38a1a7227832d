using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.Cli.Server;

namespace RecordsManager.Cli.Ingest;

/// <summary>Hands the uploads over as one delivery, and follows it until it is settled.</summary>
internal sealed class DeliveryOrder(HttpClient server)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    /// <summary>The same files for the same adapter are the same delivery, from whatever machine and however often.</summary>
    public static string IdempotencyKey(string adapter, IEnumerable<FileDigest> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files
            .OrderBy(file => file.File.Name, StringComparer.Ordinal)
            .Select(file => $"{file.File.Name}\0{file.Sha256}")
            .Prepend(adapter)))));

    public Task<DeliveryAnswer> Place(string adapter, string idempotencyKey, DeliveryRequest delivery, CancellationToken ct) =>
        Patience.Try(
            async _ =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/ingest/{Uri.EscapeDataString(adapter)}");
                request.Headers.Add("Idempotency-Key", idempotencyKey);
                request.Content = JsonContent.Create(delivery, ServerJson.Default.DeliveryRequest);
                using var response = await server.SendAsync(request, ct);
                await Problem.ThrowIfRefused(response, ct);
                return await response.Content.ReadFromJsonAsync(ServerJson.Default.DeliveryAnswer, ct)
                    ?? throw new Refusal("The server's answer is empty.");
            },
            ct);

    public async Task<DeliveryState> Follow(string delivery, Action<DeliveryState> progress, CancellationToken ct)
    {
        while (true)
        {
            var state = await Patience.Try(_ => Look(delivery, ct), ct);
            progress(state);
            if (state.Status is "complete" or "failed" or "discarded")
            {
                return state;
            }

            await Task.Delay(Between, ct);
        }
    }

    private async Task<DeliveryState> Look(string delivery, CancellationToken ct)
    {
        using var response = await server.GetAsync(new Uri($"api/v1/deliveries/{Uri.EscapeDataString(delivery)}", UriKind.Relative), ct);
        await Problem.ThrowIfRefused(response, ct);
        return await response.Content.ReadFromJsonAsync(ServerJson.Default.DeliveryState, ct)
            ?? throw new Refusal("The server's answer is empty.");
    }
}
