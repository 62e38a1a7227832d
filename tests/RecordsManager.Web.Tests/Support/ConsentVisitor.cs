using System.Net;
using System.Text.RegularExpressions;

namespace RecordsManager.Web.Tests.Support;

/// <summary>A participant at their consent page, with a browser that has no JavaScript.</summary>
internal sealed partial class ConsentVisitor(string address) : IDisposable
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    /// <summary>Fills in what the form has and presses one of its two buttons.</summary>
    /// <returns>The moment at which the answer was sent.</returns>
    public async Task<long> Answer(bool yes)
    {
        var page = await _browser.GetStringAsync(new Uri($"{address}?change=true"));
        var fields = Inputs().Matches(page)
            .Select(m => m.Value)
            .Where(input => !input.Contains("checkbox", StringComparison.Ordinal) || input.Contains("checked", StringComparison.Ordinal))
            .Where(input => Name().IsMatch(input))
            .Select(input => KeyValuePair.Create(Name().Match(input).Groups[1].Value, WebUtility.HtmlDecode(Value().Match(input).Groups[1].Value)))
            .Append(KeyValuePair.Create("answer", yes ? "yes" : "no"))
            .ToList();
        using var form = new FormUrlEncodedContent(fields);
        var sent = TimeProvider.System.GetTimestamp();
        using var answered = await _browser.PostAsync(new Uri($"{address}?lang=en"), form);
        Assert.True(answered.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther, $"{answered.StatusCode} {await answered.Content.ReadAsStringAsync()}");
        return sent;
    }

    public void Dispose() => _browser.Dispose();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex("value=\"([^\"]*)\"")]
    private static partial Regex Value();
}
