using System.Net.Http.Headers;
using System.Reflection;

namespace RecordsManager.Cli.Server;

internal static class ServerConnection
{
    public static string Version { get; } =
        typeof(ServerConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static HttpClient FromEnvironment()
    {
        var url = Environment.GetEnvironmentVariable("RECORDS_URL");
        if (!Uri.TryCreate(url?.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw Refusal.Usage("Set RECORDS_URL to the server's address, for example http://127.0.0.1:5080");
        }

        var key = Environment.GetEnvironmentVariable("RECORDS_API_KEY")?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            throw Refusal.Usage("Set RECORDS_API_KEY to an API key; run.sh writes one to .data/admin-api-key");
        }

        // No redirects: the key is for this address and for no other.
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(5),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("records", Version.Split('+')[0]));
        return client;
    }
}
