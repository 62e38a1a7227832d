using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RecordsManager.Web.Tests.Support;

/// <summary>Follows every address that an answer names, and asks every route of the API's own description that can be asked.</summary>
internal sealed partial class Crawler(HttpClient http)
{
    private const int Bound = 1500;

    private readonly Queue<string> _open = [];
    private readonly HashSet<string> _known = [];

    public Dictionary<string, (HttpStatusCode Status, byte[] Body)> Seen { get; } = [];

    public void Add(string address)
    {
        if (address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) && _known.Add(address))
        {
            _open.Enqueue(address);
        }
    }

    /// <summary>Every GET route of the API with every id that is known.</summary>
    public async Task AddApi(IReadOnlyDictionary<string, IEnumerable<string>> ids)
    {
        var description = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))).RootElement;
        foreach (var path in description.GetProperty("paths").EnumerateObject().Where(p => p.Value.TryGetProperty("get", out _)))
        {
            IEnumerable<string> addresses = [path.Name];
            foreach (Match parameter in Parameter().Matches(path.Name))
            {
                addresses = [.. addresses.SelectMany(a => ids[parameter.Groups["name"].Value].Select(id => a.Replace(parameter.Value, id, StringComparison.Ordinal)))];
            }

            foreach (var address in addresses)
            {
                Add(address.TrimEnd('/'));
            }
        }
    }

    public async Task<Crawler> Run()
    {
        while (_open.TryDequeue(out var address) && Seen.Count < Bound)
        {
            using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));
            var body = await answer.Content.ReadAsByteArrayAsync();
            Seen[address] = (answer.StatusCode, body);
            var type = answer.Content.Headers.ContentType?.MediaType ?? "";
            if (type == "text/html")
            {
                foreach (Match link in Attribute().Matches(Encoding.UTF8.GetString(body)))
                {
                    Add(WebUtility.HtmlDecode(link.Groups["address"].Value).Split('#')[0]);
                }
            }
            else if (type == "application/vnd.apple.mpegurl")
            {
                foreach (Match entry in PlaylistEntry().Matches(Encoding.UTF8.GetString(body)))
                {
                    Add($"{address[..address.LastIndexOf('/')]}/{entry.Groups["address"].Value}");
                }
            }
        }

        Assert.Empty(_open);
        return this;
    }

    [GeneratedRegex(@"\s(?:href|src|action|data-[a-z-]+)=""(?<address>/[^""]*)""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^(#.*URI=""(?<address>[^""]+)"".*|(?<address>[^#\s].*))$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PlaylistEntry();

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}")]
    private static partial Regex Parameter();
}
