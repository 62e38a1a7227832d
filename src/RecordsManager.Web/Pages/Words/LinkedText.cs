using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace RecordsManager.Web.Pages.Words;

/// <summary>What somebody wrote in the chat: always encoded; addresses become links that tell the other side nothing about us.</summary>
public static partial class LinkedText
{
    public static IHtmlContent Of(string text)
    {
        var html = new StringBuilder();
        var at = 0;
        foreach (Match match in Address().Matches(text))
        {
            var address = match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '>');
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                continue;
            }

            var encoded = HtmlEncoder.Default.Encode(address);
            html.Append(HtmlEncoder.Default.Encode(text[at..match.Index]))
                .Append("<a href=\"").Append(encoded).Append("\" rel=\"noreferrer noopener nofollow\" target=\"_blank\">").Append(encoded).Append("</a>");
            at = match.Index + address.Length;
        }

        return new HtmlString(html.Append(HtmlEncoder.Default.Encode(text[at..])).ToString());
    }

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Address();
}
