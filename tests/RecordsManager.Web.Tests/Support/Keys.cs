using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>API keys of other roles and of another organization; the product has no page for them yet, so they come from behind the curtain.</summary>
internal static class Keys
{
    /// <summary>A client with a new key of the product's organization.</summary>
    public static async Task<HttpClient> ClientAs(this RunningProduct product, string role) =>
        await product.Client((await product.Database.Ask<Guid>("select id from organizations where name = 'Northquay'"))[0], role);

    /// <summary>A client of another organization's admin.</summary>
    public static async Task<HttpClient> ClientOfAnotherOrganization(this RunningProduct product)
    {
        var other = Guid.CreateVersion7();
        await product.Database.Tell(
            $"insert into organizations (id, name, time_zone, established_in) values ('{other}', 'Southquay', 'Europe/Berlin', 'DE'); "
            + $"insert into retention_policies (id, organization_id, keep, grace_days, version) values ('{Guid.CreateVersion7()}', '{other}', 'P90D', 30, 1)");
        await product.Database.Tell($"insert into kek_epochs (organization_id, epoch, provider, made_at, is_on_trial) values ('{other}', 1, 'file', now(), false)");
        var folder = Directory.CreateDirectory(Path.Combine(product.DataFolder, "keys", other.ToString("N"))).FullName;
        var kek = Path.Combine(folder, "epoch-000001.kek");
        await File.WriteAllBytesAsync(kek, RandomNumberGenerator.GetBytes(32));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(kek, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return await product.Client(other, "admin");
    }

    public static HttpClient Client(this RunningProduct product, string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(product.BaseUrl) };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private static async Task<HttpClient> Client(this RunningProduct product, Guid organization, string role)
    {
        var id = RandomNumberGenerator.GetString("0123456789abcdef", 8);
        var secret = RandomNumberGenerator.GetString("0123456789abcdef", 43);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
        await product.Database.Tell(
            "insert into api_keys (id, organization_id, name, secret_sha256, role, created_at, expires_at) "
            + $"values ('{id}', '{organization}', 'test', '\\x{hash}', '{role}', now(), now() + interval '1 hour')");
        return product.Client($"rmk_live_{id}_{secret}");
    }
}
