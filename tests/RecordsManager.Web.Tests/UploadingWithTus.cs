using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using RecordsManager.ProductSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>tus 1.0 as its specification has it: core, creation, checksum, termination, expiration.</summary>
public sealed class UploadingWithTus(RefusingBadDeliveries.EmptyProduct fixture) : IClassFixture<RefusingBadDeliveries.EmptyProduct>
{
    private readonly RunningProduct _product = fixture.Product;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_anybody_what_it_understands()
    {
        using var anonymous = new HttpClient { BaseAddress = new Uri(_product.BaseUrl) };
        using var answer = await anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v1/uploads"), Ct);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(("1.0.0", "creation,creation-defer-length,creation-with-upload,expiration,checksum,termination", "sha256,sha1"), (Header(answer, "Tus-Version"), Header(answer, "Tus-Extension"), Header(answer, "Tus-Checksum-Algorithm")));
        Assert.True(long.Parse(Header(answer, "Tus-Max-Size")!, CultureInfo.InvariantCulture) > 1L << 32);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Refuses_a_client_of_another_version(string method)
    {
        var address = await Created(10);
        foreach (var version in new[] { null, "0.2.2" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), method == "POST" ? "/api/v1/uploads" : address);
            if (version is not null)
            {
                request.Headers.Add("Tus-Resumable", version);
            }

            using var answer = await _product.Http.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
            Assert.Equal("1.0.0", Header(answer, "Tus-Version"));
        }

        Assert.Equal(0, await Offset(address)); // nothing was done
    }

    [Fact]
    public async Task Opens_an_upload_and_says_where_and_how_long_it_stays()
    {
        using var answer = await Send("POST", "/api/v1/uploads", ("Upload-Length", "10"), ("Upload-Metadata", "filename YS53ZWJt"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.StartsWith("/api/v1/uploads/upl_", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("1.0.0", Header(answer, "Tus-Resumable"));
        Assert.True(DateTimeOffset.TryParseExact(Header(answer, "Upload-Expires"), "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("ten")]
    public async Task Refuses_a_length_that_is_none(string? length)
    {
        using var answer = length is null ? await Send("POST", "/api/v1/uploads") : await Send("POST", "/api/v1/uploads", ("Upload-Length", length));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Refuses_a_length_beyond_its_greatest_also_when_it_is_told_later()
    {
        const string tooMany = "99999999999999";
        using var created = await Send("POST", "/api/v1/uploads", ("Upload-Length", tooMany));
        using var deferred = await Send("POST", "/api/v1/uploads", ("Upload-Defer-Length", "1"));
        using var later = await Send("PATCH", deferred.Headers.Location!.ToString(), [1, 2], ("Upload-Offset", "0"), ("Upload-Length", tooMany));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (created.StatusCode, later.StatusCode));
    }

    [Fact]
    public async Task Refuses_a_length_below_what_it_has_and_a_creation_that_says_two_things()
    {
        using var deferred = await Send("POST", "/api/v1/uploads", ("Upload-Defer-Length", "1"));
        var address = deferred.Headers.Location!.ToString();
        await Append(address, 0, [1, 2, 3]);
        using var less = await Send("PATCH", address, [], ("Upload-Offset", "3"), ("Upload-Length", "2"));
        using var both = await Send("POST", "/api/v1/uploads", ("Upload-Length", "3"), ("Upload-Defer-Length", "1"));
        using var other = await Send("POST", "/api/v1/uploads", ("Upload-Defer-Length", "2"));

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (less.StatusCode, both.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task Takes_the_first_bytes_with_the_creation()
    {
        using var created = await Send("POST", "/api/v1/uploads", [1, 2, 3], ("Upload-Length", "5"));
        using var refused = await Send("POST", "/api/v1/uploads", [1, 2, 3], ("Upload-Length", "3"), ("Upload-Checksum", "sha256 " + Convert.ToBase64String(SHA256.HashData([9]))));

        Assert.Equal((HttpStatusCode.Created, "3"), (created.StatusCode, Header(created, "Upload-Offset")));
        Assert.Equal(3, await Offset(created.Headers.Location!.ToString()));
        Assert.Equal((HttpStatusCode.Created, "0"), (refused.StatusCode, Header(refused, "Upload-Offset"))); // the upload is there, the bytes are to be sent again
    }

    [Fact]
    public async Task Gives_the_metadata_back_as_they_came()
    {
        using var created = await Send("POST", "/api/v1/uploads", ("Upload-Length", "10"), ("Upload-Metadata", "filename YS53ZWJt,is_confidential"));
        using var head = await Send("HEAD", created.Headers.Location!.ToString());

        Assert.Equal("filename YS53ZWJt,is_confidential", Header(head, "Upload-Metadata"));
    }

    [Fact]
    public async Task Names_the_protocol_on_every_refusal()
    {
        var address = await Created(4);
        using var anonymous = new HttpClient { BaseAddress = new Uri(_product.BaseUrl) };
        using var stranger = await anonymous.SendAsync(Request("HEAD", address), Ct);
        using var unknown = await Send("HEAD", "/api/v1/uploads/upl_00000000000000000000000000000000");
        using var noRoute = await Send("PUT", address);
        using var unreadable = await Send("PATCH", address, [1], ("Upload-Offset", "one"));

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.BadRequest],
            new[] { stranger, unknown, noRoute, unreadable }.Select(a => a.StatusCode));
        Assert.All([stranger, unknown, noRoute, unreadable], answer => Assert.Equal("1.0.0", Header(answer, "Tus-Resumable")));
    }

    [Fact]
    public async Task Does_what_a_post_says_that_it_means()
    {
        var address = await Created(4);
        using var patched = await Send("POST", address, [1, 2], ("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", "0"));
        using var terminated = await Send("POST", address, ("X-HTTP-Method-Override", "DELETE"));

        Assert.Equal((HttpStatusCode.NoContent, "2"), (patched.StatusCode, Header(patched, "Upload-Offset")));
        Assert.Equal(HttpStatusCode.NoContent, terminated.StatusCode);
        using var head = await Send("HEAD", address);
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
    }

    [Fact]
    public async Task Understands_sha1_as_the_specification_demands()
    {
        var address = await Created(2);
        const string right = "sha1 DKYj4oVfLHXIQq0wL+gg5BtNGX0="; // of the bytes 1 and 2
        using var wrong = await Send("PATCH", address, [2, 1], ("Upload-Offset", "0"), ("Upload-Checksum", right));
        using var taken = await Send("PATCH", address, [1, 2], ("Upload-Offset", "0"), ("Upload-Checksum", right));

        Assert.Equal(((HttpStatusCode)460, HttpStatusCode.NoContent), (wrong.StatusCode, taken.StatusCode));
    }

    [Fact]
    public async Task Waits_with_a_termination_for_the_bytes_that_are_arriving()
    {
        var address = await Created(100_000);
        var appending = Append(address, 0, RandomNumberGenerator.GetBytes(100_000), endsAfter: 70_000, goesOn: true);
        await Task.Delay(200, Ct);
        using var terminated = await Send("DELETE", address);

        Assert.Equal(HttpStatusCode.NoContent, (await appending).Status);
        Assert.Equal(HttpStatusCode.NoContent, terminated.StatusCode);
        var id = Guid.ParseExact(address[^32..], "N");
        Assert.Equal(0, (await _product.Database.Ask<long>($"select count(*) from media_objects where owner = 'upl_{id:N}'"))[0]);
    }

    [Fact]
    public async Task Takes_the_bytes_in_parts_and_tells_the_offset()
    {
        var address = await Created(10);

        Assert.Equal((HttpStatusCode.NoContent, "4"), await Append(address, 0, [1, 2, 3, 4]));
        Assert.Equal(4, await Offset(address));
        Assert.Equal((HttpStatusCode.NoContent, "10"), await Append(address, 4, [5, 6, 7, 8, 9, 10]));

        using var head = await Send("HEAD", address);
        Assert.Equal(("10", "10", "no-store"), (Header(head, "Upload-Offset"), Header(head, "Upload-Length"), head.Headers.CacheControl!.ToString()));
    }

    [Fact]
    public async Task Refuses_another_offset_than_its_own()
    {
        var address = await Created(10);
        await Append(address, 0, [1, 2, 3, 4]);

        Assert.Equal(HttpStatusCode.Conflict, (await Append(address, 0, [1, 2, 3, 4])).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Append(address, 8, [9, 10])).Status);
        Assert.Equal(4, await Offset(address));
    }

    [Fact]
    public async Task Refuses_more_bytes_than_were_announced()
    {
        var address = await Created(3);

        Assert.Equal(HttpStatusCode.BadRequest, (await Append(address, 0, [1, 2, 3, 4])).Status);
        Assert.Equal(0, await Offset(address));
    }

    [Fact]
    public async Task Refuses_a_part_whose_checksum_is_another_one_and_takes_it_when_it_is_right()
    {
        var address = await Created(4);

        Assert.Equal((HttpStatusCode)460, (await Append(address, 0, [1, 2, 3, 4], SHA256.HashData([9]))).Status);
        Assert.Equal(0, await Offset(address));
        Assert.Equal(HttpStatusCode.NoContent, (await Append(address, 0, [1, 2, 3, 4], SHA256.HashData([1, 2, 3, 4]))).Status);
    }

    [Fact]
    public async Task Refuses_a_checksum_it_cannot_compute()
    {
        var address = await Created(4);
        using var answer = await Send("PATCH", address, [1, 2, 3, 4], ("Upload-Offset", "0"), ("Upload-Checksum", "crc32 AAAA"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Refuses_another_media_type()
    {
        var address = await Created(4);
        using var request = new HttpRequestMessage(HttpMethod.Patch, address) { Content = new StringContent("1234") };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Offset", "0");
        using var answer = await _product.Http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task Learns_a_deferred_length_later()
    {
        using var created = await Send("POST", "/api/v1/uploads", ("Upload-Defer-Length", "1"));
        var address = created.Headers.Location!.ToString();
        using (var head = await Send("HEAD", address))
        {
            Assert.Equal("1", Header(head, "Upload-Defer-Length"));
        }

        using var answer = await Send("PATCH", address, [1, 2], ("Upload-Offset", "0"), ("Upload-Length", "2"));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        using var after = await Send("HEAD", address);
        Assert.Equal("2", Header(after, "Upload-Length"));
    }

    [Fact]
    public async Task Forgets_a_terminated_upload_and_its_bytes()
    {
        var address = await Created(4);
        await Append(address, 0, [1, 2]);
        var files = Directory.GetFiles(StorageFolder.Of(_product), "*", SearchOption.AllDirectories).Length;

        using var terminated = await Send("DELETE", address);

        Assert.Equal(HttpStatusCode.NoContent, terminated.StatusCode);
        using var head = await Send("HEAD", address);
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Append(address, 2, [3, 4])).Status);
        Assert.Equal(files - 1, Directory.GetFiles(StorageFolder.Of(_product), "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("upl_00000000000000000000000000000000")]
    [InlineData("nonsense")]
    public async Task Knows_no_upload_that_never_was(string id)
    {
        using var head = await Send("HEAD", $"/api/v1/uploads/{id}");
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Append($"/api/v1/uploads/{id}", 0, [1])).Status);
        using var terminated = await Send("DELETE", $"/api/v1/uploads/{id}");
        Assert.Equal(HttpStatusCode.NotFound, terminated.StatusCode);
    }

    [Fact]
    public async Task Goes_on_after_kill_9_where_the_bytes_are_durable()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var address = await Created(bytes.Length);
        await Append(address, 0, bytes[..100_000]);
        var dying = Append(address, 100_000, bytes[100_000..200_000], endsAfter: 50_000); // the request hangs in the middle
        await Task.Delay(300, Ct);
        await _product.Kill();
        await Assert.ThrowsAnyAsync<Exception>(() => dying);
        await _product.Serve();

        Assert.Equal(100_000, await Offset(address));
        Assert.Equal((HttpStatusCode.NoContent, "300000"), await Append(address, 100_000, bytes[100_000..]));

        // and they are the bytes that were sent: a manifest tells their hash
        await StorageFolder.HoldsNoOrphan(_product);
    }

    [Fact]
    public async Task Keeps_what_came_when_a_client_breaks_off()
    {
        var address = await Created(200_000);
        var broken = Append(address, 0, RandomNumberGenerator.GetBytes(100_000), endsAfter: 70_000, breaksOff: true);
        await Assert.ThrowsAnyAsync<Exception>(() => broken);

        var offset = 0L;
        for (var attempt = 0; attempt < 100 && offset == 0; attempt++)
        {
            await Task.Delay(50, Ct);
            offset = await Offset(address);
        }

        Assert.InRange(offset, 1, 70_000);
        Assert.Equal(HttpStatusCode.NoContent, (await Append(address, offset, RandomNumberGenerator.GetBytes((int)(200_000 - offset)))).Status);
    }

    private async Task<string> Created(long length)
    {
        using var answer = await Send("POST", "/api/v1/uploads", ("Upload-Length", length.ToString(CultureInfo.InvariantCulture)));
        answer.EnsureSuccessStatusCode();
        return answer.Headers.Location!.ToString();
    }

    private async Task<long> Offset(string address)
    {
        using var head = await Send("HEAD", address);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        return long.Parse(Header(head, "Upload-Offset")!, CultureInfo.InvariantCulture);
    }

    private async Task<(HttpStatusCode Status, string? Offset)> Append(string address, long offset, byte[] bytes, byte[]? sha256 = null, int? endsAfter = null, bool breaksOff = false, bool goesOn = false)
    {
        using var request = Request("PATCH", address, ("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)));
        if (sha256 is not null)
        {
            request.Headers.Add("Upload-Checksum", "sha256 " + Convert.ToBase64String(sha256));
        }

        request.Content = endsAfter is { } end ? new Stalling(bytes, end, breaksOff, goesOn) : new ByteArrayContent(bytes);
        request.Content.Headers.ContentType = new("application/offset+octet-stream");
        using var answer = await _product.Http.SendAsync(request, Ct);
        return (answer.StatusCode, Header(answer, "Upload-Offset"));
    }

    private Task<HttpResponseMessage> Send(string method, string address, params (string Name, string Value)[] headers) => Send(method, address, null, headers);

    private async Task<HttpResponseMessage> Send(string method, string address, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, address, headers);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/offset+octet-stream");
        }

        return await _product.Http.SendAsync(request, Ct);
    }

    private static HttpRequestMessage Request(string method, string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    /// <summary>A body that stops in the middle: the client hangs, or its connection breaks.</summary>
    private sealed class Stalling(byte[] bytes, int endsAfter, bool breaksOff, bool goesOn) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes.AsMemory(0, endsAfter), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(500, cancellationToken); // let it arrive
            if (breaksOff)
            {
                throw new IOException("The connection breaks.");
            }

            await Task.Delay(TimeSpan.FromSeconds(goesOn ? 1 : 5), cancellationToken); // the server is killed meanwhile
            await stream.WriteAsync(bytes.AsMemory(endsAfter), cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
