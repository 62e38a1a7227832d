using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>What tus-js-client makes of our server: every byte arrives, whatever happens on the way.</summary>
public sealed class UploadingWithARealTusClient(UploadingWithARealTusClient.ProductWithClient fixture) : IClassFixture<UploadingWithARealTusClient.ProductWithClient>
{
    private const int Length = 400_000;

    private readonly RunningProduct _product = fixture.Product;

    [Theory]
    [InlineData("chunks", 7)]
    [InlineData("whole", 1)]
    [InlineData("with-creation", 1)]
    [InlineData("override", 4)]
    [InlineData("deferred", 8)]
    [InlineData("checksum", 7)]
    public async Task Sends_a_file(string act, int parts)
    {
        var done = await Does(act);

        Assert.Equal(parts, await AssertHolds(done.GetProperty("upload").GetString()!));
        Assert.All(Requests(done), r => Assert.Equal("1.0.0", r.GetProperty("speaks").GetString()));
        Assert.All(Requests(done), r => Assert.NotNull(r.GetProperty("expires").GetString()));
    }

    [Fact]
    public async Task Goes_on_after_its_connection_broke_with_what_had_arrived()
    {
        var done = await Does("breaks");

        Assert.Contains(Requests(done), r => r.GetProperty("method").GetString() == "HEAD");
        var sent = Enumerable.Repeat(fixture.Bytes, 100).SelectMany(b => b).ToArray();
        Assert.Equal(2, await AssertHolds(done.GetProperty("upload").GetString()!, sent)); // what came before the break was kept
    }

    [Fact]
    public async Task Terminates_an_upload_in_the_middle_and_nothing_of_it_stays()
    {
        var done = await Does("terminates");

        var upload = Id(done.GetProperty("upload").GetString()!);
        Assert.Contains(Requests(done), r => (r.GetProperty("method").GetString(), r.GetProperty("status").GetInt32()) == ("DELETE", 204));
        Assert.Equal(0, (await _product.Database.Ask<long>($"select count(*) from uploads where id = '{upload}'"))[0]);
        Assert.Equal(0, (await _product.Database.Ask<long>($"select count(*) from media_objects where owner = 'upl_{upload:N}'"))[0]);
    }

    [Fact]
    public async Task Is_told_that_a_checksum_is_wrong_and_nothing_was_taken()
    {
        var refused = await Does("wrong-checksum");

        Assert.Equal(460, refused.GetProperty("error").GetInt32());
    }

    [Fact]
    public async Task Is_told_that_an_upload_has_expired_and_begins_a_new_one()
    {
        var old = (await Does("whole")).GetProperty("upload").GetString()!;
        await using (var database = new NpgsqlConnection(_product.Database.SuperuserConnectionString))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            await using var expire = new NpgsqlCommand($"update uploads set expires_at = now() - interval '1 second' where id = '{Id(old)}'", database);
            Assert.Equal(1, await expire.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var refused = await Does("resumes-only", old);
        var done = await Does("resumes", old);

        Assert.Equal(410, Requests(refused)[0].GetProperty("status").GetInt32());
        Assert.Equal(["HEAD", "POST", "PATCH"], Requests(done).Select(r => r.GetProperty("method").GetString()!));
        Assert.NotEqual(old, done.GetProperty("upload").GetString());
        await AssertHolds(done.GetProperty("upload").GetString()!);
    }

    private async Task<JsonElement> Does(string act, string upload = "")
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        return await TusClient.Does(_product, act, fixture.File, upload);
    }

    private static List<JsonElement> Requests(JsonElement done) => [.. done.GetProperty("requests").EnumerateArray()];

    private static Guid Id(string upload) => Guid.ParseExact(upload["upl_".Length..], "N");

    /// <summary>The parts lie side by side, and the hash of each is that of its stretch of the file.</summary>
    /// <returns>How many parts there are.</returns>
    private async Task<int> AssertHolds(string upload, byte[]? sent = null)
    {
        var parts = await _product.Database.Ask<string>(
            $"select p.start || ' ' || p.bytes || ' ' || o.plain_sha256 from upload_parts p join media_objects o on o.id = p.object_id where p.upload_id = '{Id(upload)}' order by p.ordinal");
        sent ??= fixture.Bytes;
        var end = 0;
        foreach (var part in parts.Select(p => p.Split(' ')))
        {
            var (start, bytes) = (int.Parse(part[0], CultureInfo.InvariantCulture), int.Parse(part[1], CultureInfo.InvariantCulture));
            Assert.Equal(end, start);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(sent.AsSpan(start, bytes))), part[2]);
            end = start + bytes;
        }

        Assert.Equal(sent.Length, end);
        Assert.Equal(sent.Length, (await _product.Database.Ask<long>($"select \"offset\" from uploads where id = '{Id(upload)}' and length = \"offset\""))[0]);
        return parts.Count;
    }

    public sealed class ProductWithClient : IAsyncLifetime
    {
        public RunningProduct Product { get; private set; } = null!;

        /// <summary>Why the client is not there.</summary>
        public string? Missing { get; private set; }

        public byte[] Bytes { get; } = RandomNumberGenerator.GetBytes(Length);

        public string File { get; } = Path.GetTempFileName();

        public async ValueTask InitializeAsync()
        {
            Missing = await TusClient.Install();
            await System.IO.File.WriteAllBytesAsync(File, Bytes);
            Product = await RunningProduct.Start();
        }

        public async ValueTask DisposeAsync()
        {
            System.IO.File.Delete(File);
            await Product.DisposeAsync();
        }
    }
}
