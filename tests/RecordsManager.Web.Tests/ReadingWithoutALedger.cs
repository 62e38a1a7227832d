using System.Net;
using Npgsql;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>Media are read only by those whose reading stands on the ledger: when it cannot be written, not a byte leaves.</summary>
[Collection(nameof(SampleCall))]
public sealed class ReadingWithoutALedger(SampleCall call)
{
    private const string Wave = "<path class=\"tl-wave\" vector-effect";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_refused_until_the_ledger_can_be_written_again()
    {
        using var viewer = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(call.Product.BaseUrl) };
        var made = await call.Product.Post($"/api/v1/recordings/{call.Recording}/share-links", new { recipient = "A stranger to the ledger", expiresAt = TimeProvider.System.GetUtcNow().AddHours(1) });
        var address = new Uri(made.GetProperty("address").GetString()!);
        var hls = new Hls(viewer, $"/share/{made.GetProperty("id").GetString()}/media");

        await AsSuperuser("revoke insert on ledger_entries from records_app");
        var segment = new Uri("/", UriKind.Relative);
        try
        {
            Assert.DoesNotContain(Wave, await viewer.GetStringAsync(address, Ct), StringComparison.Ordinal); // drawn from speech: read like it
            segment = new Uri((await hls.Rendition("mix")).Segments[0].Address, UriKind.Relative);
            using var refused = await viewer.GetAsync(segment, Ct);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Contains("ledger", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            using var list = await call.Product.Http.GetAsync(new Uri("/api/v1/recordings", UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode); // what writes nothing goes on
        }
        finally
        {
            await AsSuperuser("grant insert on ledger_entries to records_app");
        }

        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync(segment, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync(segment, Ct)).StatusCode);
        Assert.Contains(Wave, await viewer.GetStringAsync(address, Ct), StringComparison.Ordinal);
        Assert.Equal(1, await Count($"select count(*) from ledger_entries where kind = 'recording.accessed' and actor = '{made.GetProperty("id").GetString()}'"));
    }

    [Fact]
    public async Task Draws_the_waveforms_of_a_page_once_its_access_is_noted()
    {
        using var member = await call.Product.ClientAs("member");
        var actor = "key_" + member.DefaultRequestHeaders.Authorization!.Parameter!.Split('_')[2];
        var noted = $"select count(*) from ledger_entries where kind = 'recording.accessed' and actor = '{actor}' and object = '{call.Recording}'";
        var address = new Uri($"/recordings/{call.Recording}", UriKind.Relative);

        await AsSuperuser("revoke insert on ledger_entries from records_app");
        try
        {
            var page = await member.GetStringAsync(address, Ct);
            Assert.Contains("Alice Okafor", page, StringComparison.Ordinal);
            Assert.DoesNotContain(Wave, page, StringComparison.Ordinal);
            Assert.DoesNotContain(" Speech 0:", page, StringComparison.Ordinal); // nor in words
        }
        finally
        {
            await AsSuperuser("grant insert on ledger_entries to records_app");
        }

        Assert.Equal(0, await Count(noted));
        var drawn = await member.GetStringAsync(address, Ct);
        Assert.Contains(Wave, drawn, StringComparison.Ordinal);
        Assert.Contains(" Speech 0:", drawn, StringComparison.Ordinal);
        await member.GetStringAsync(address, Ct);
        Assert.Equal(1, await Count(noted));
    }

    private Task AsSuperuser(string sql) => Count(sql);

    private async Task<long> Count(string sql)
    {
        await using var connection = new NpgsqlConnection(call.Product.Database.SuperuserConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct) is long count ? count : 0;
    }
}
