using System.Net;
using System.Text.RegularExpressions;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>Who was handed a share link, at a browser that has no JavaScript: it keeps cookies and goes where it is sent.</summary>
internal sealed partial class Recipient : IDisposable
{
    private readonly CookieContainer _cookies = new();

    private Recipient(RunningProduct product, string link)
    {
        Link = link;
        Http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = new Uri(product.BaseUrl) };
    }

    public string Link { get; }

    public HttpClient Http { get; }

    public string Media => $"/share/{Link}/media";

    public Hls Hls => new(Http, Media);

    /// <summary>What the browser shows: the address bar without a token, and a page.</summary>
    public (Uri Address, HttpStatusCode Status, string Body) Page { get; private set; }

    /// <summary>The cookie of the session; empty while there is none.</summary>
    public string Session => Cookie("rm_share");

    public string Opened => Cookie("rm_link");

    /// <summary>As a request carries both.</summary>
    public string Cookies => $"rm_link={Opened}; rm_share={Session}";

    public static async Task<Recipient> Open(RunningProduct product, string link, string token)
    {
        var recipient = new Recipient(product, link);
        await recipient.Look($"/s/{token}");
        return recipient;
    }

    public Task Reload() => Look($"/share/{Link}");

    public async Task Look(string address)
    {
        using var answer = await Http.GetAsync(new Uri(address, UriKind.Relative));
        await Take(answer);
    }

    /// <summary>Presses the button of a form of the page, where it has one; otherwise sends it all the same.</summary>
    public async Task Send(string handler, string? name = null, string? value = null)
    {
        List<KeyValuePair<string, string>> fields = [new("__RequestVerificationToken", Antiforgery().Match(Page.Body).Groups[1].Value)];
        if (name is not null)
        {
            fields.Add(new(name, value ?? ""));
        }

        using var form = new FormUrlEncodedContent(fields);
        var there = Action().Matches(Page.Body).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).FirstOrDefault(a => a.EndsWith($"handler={handler}", StringComparison.Ordinal));
        using var answer = await Http.PostAsync(new Uri(there ?? $"/share/{Link}?handler={handler}", UriKind.Relative), form);
        await Take(answer);
    }

    /// <summary>As the player does before it loads anything.</summary>
    public async Task<HttpStatusCode> Play()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Media}/view");
        request.Headers.Add("X-Requested-With", "player");
        using var answer = await Http.SendAsync(request);
        return answer.StatusCode;
    }

    public void Dispose() => Http.Dispose();

    private async Task Take(HttpResponseMessage answer) =>
        Page = (answer.RequestMessage!.RequestUri!, answer.StatusCode, await answer.Content.ReadAsStringAsync());

    private string Cookie(string name) => _cookies.GetCookies(new Uri(Http.BaseAddress!, $"/share/{Link}"))[name]?.Value ?? "";

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]*)\"")]
    private static partial Regex Antiforgery();
}
