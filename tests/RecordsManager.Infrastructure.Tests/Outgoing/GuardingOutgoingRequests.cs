using System.Net;
using RecordsManager.Outgoing;
using RecordsManager.ProductSupport;

namespace RecordsManager.Infrastructure.Tests.Outgoing;

/// <summary>Addresses that somebody typed into a page never lend them the server's place in its network.</summary>
public sealed class GuardingOutgoingRequests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)] // shared by carriers
    [InlineData("100.127.255.255", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.9.9.9", false)]
    [InlineData("169.254.169.254", false)] // where clouds tell secrets
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", false)] // who means that can say it
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)] // NAT64
    [InlineData("2002:7f00:1::", false)] // 6to4
    [InlineData("2001::1", false)] // Teredo
    [InlineData("2001:db8::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void What_is_not_known_to_be_public_is_not(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://lrs.example/xapi", true)]
    [InlineData("https://8.8.8.8/xapi", true)]
    [InlineData("http://lrs.example/xapi", false)]
    [InlineData("https://me:secret@lrs.example/xapi", false)]
    [InlineData("https://127.0.0.1/xapi", false)]
    [InlineData("https://2130706433/xapi", false)] // 127.0.0.1 as one number
    [InlineData("https://0x7f.1/xapi", false)]
    [InlineData("https://[::1]/xapi", false)]
    [InlineData("https://[::ffff:10.0.0.1]/xapi", false)]
    [InlineData("ftp://lrs.example/xapi", false)]
    [InlineData("http://127.0.0.1:8081/xapi", true)] // exempted, to the letter
    [InlineData("http://127.0.0.1:8082/xapi", false)]
    [InlineData("https://127.0.0.1:8081/xapi", false)]
    public void An_address_is_https_and_public_or_exempted_by_who_runs_the_server(string address, bool may)
    {
        using var http = new GuardedHttp(OutgoingOptions.Parse("http://127.0.0.1:8081, https://lrs.internal"));

        Assert.Equal(may, http.MayBeAsked(new Uri(address)));
    }

    [Theory]
    [InlineData("https://lrs.internal/xapi")]
    [InlineData("127.0.0.1")]
    [InlineData("ftp://lrs.internal")]
    public void An_exemption_is_an_origin(string text) => Assert.Throws<FormatException>(() => OutgoingOptions.Parse(text));

    /// <summary>DNS rebinding: the name was public when it was written down, and leads inside when it is used.</summary>
    [Fact]
    public async Task The_address_that_is_connected_to_is_the_one_that_was_looked_at()
    {
        await using var inside = await LrsDouble.Start();
        List<string> asked = [];
        using var http = new GuardedHttp(new OutgoingOptions([]), (host, _) =>
        {
            asked.Add(host);
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.0.0.1")]);
        });
        var address = new Uri($"https://rebound.example:{inside.Origin.Port}/xapi/about");

        Assert.True(http.MayBeAsked(address));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.Client.GetAsync(address, Ct));
        Assert.IsType<ForbiddenAddressException>(refused.InnerException);
        Assert.Equal(["rebound.example"], asked);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.Client.GetAsync(new Uri(inside.Origin, "/xapi/about"), Ct)); // plain http, not exempted
    }

    [Fact]
    public async Task An_exempted_name_over_plain_http_leads_to_this_machine_only_and_no_redirect_is_followed()
    {
        await using var inside = await LrsDouble.Start();
        var leads = IPAddress.Parse("10.0.0.1");
        using var http = new GuardedHttp(OutgoingOptions.Parse($"http://store.internal:{inside.Origin.Port}"), (_, _) => Task.FromResult<IPAddress[]>([leads]));
        var address = new Uri($"http://store.internal:{inside.Origin.Port}/xapi/about");

        Assert.IsType<ForbiddenAddressException>((await Assert.ThrowsAsync<HttpRequestException>(() => http.Client.GetAsync(address, Ct))).InnerException);
        leads = IPAddress.Loopback;
        inside.Instead.Enqueue((302, "Location", inside.Origin.AbsoluteUri));
        using (var elsewhere = await http.Client.GetAsync(address, Ct))
        {
            Assert.Equal(HttpStatusCode.Found, elsewhere.StatusCode);
        }

        Assert.Contains("1.0.3", await http.Client.GetStringAsync(address, Ct), StringComparison.Ordinal);
    }
}
