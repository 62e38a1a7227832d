using System.Globalization;
using System.Net;

namespace RecordsManager.Web.Tests.Support;

internal sealed record HlsSegment(string Address, double Seconds);

/// <param name="Stills">Small pictures; of the video alone.</param>
internal sealed record HlsRendition(string Init, IReadOnlyList<HlsSegment> Segments, IReadOnlyList<string> Stills)
{
    public double Seconds => Segments.Sum(s => s.Seconds);

    public IEnumerable<string> Addresses => [Init, .. Segments.Select(s => s.Address), .. Stills];
}

/// <summary>What a player does with a recording's addresses.</summary>
/// <param name="media">Where master.m3u8 lies, without a slash at the end.</param>
internal sealed class Hls(HttpClient http, string media)
{
    public static Hls Of(SampleCall call) => new(call.Product.Http, $"/recordings/{call.Recording}/media");

    public async Task<HlsRendition> Rendition(string name)
    {
        var folder = $"{media}/{name}/";
        var lines = (await http.GetStringAsync(new Uri(folder + "index.m3u8", UriKind.Relative))).Split('\n');
        var init = lines.Single(l => l.StartsWith("#EXT-X-MAP:", StringComparison.Ordinal)).Split('"')[1];
        var segments = lines.Zip(lines.Skip(1))
            .Where(pair => pair.First.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Select(pair => new HlsSegment(folder + pair.Second, double.Parse(pair.First[8..].TrimEnd(','), CultureInfo.InvariantCulture)));
        var stills = name != "video" ? "" : await http.GetStringAsync(new Uri(folder + "stills.vtt", UriKind.Relative));
        return new HlsRendition(folder + init, [.. segments], [.. stills.Split('\n').Where(l => l.EndsWith(".jpg", StringComparison.Ordinal)).Select(l => folder + l)]);
    }

    public Task<string> Master() => http.GetStringAsync(new Uri($"{media}/master.m3u8", UriKind.Relative));

    /// <summary>The initialisation segment and all that follow, as a player appends them.</summary>
    public async Task<byte[]> Whole(string name)
    {
        using var all = new MemoryStream();
        var rendition = await Rendition(name);
        foreach (var address in rendition.Segments.Select(s => s.Address).Prepend(rendition.Init))
        {
            await all.WriteAsync(await Bytes(address));
        }

        return all.ToArray();
    }

    public Task<byte[]> Bytes(string address) => http.GetByteArrayAsync(new Uri(address, UriKind.Relative));

    public async Task<HttpStatusCode> StatusOf(string address)
    {
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode;
    }

    public Task<HttpStatusCode> StatusOfPlaylist(string name) => StatusOf($"{media}/{name}/index.m3u8");
}
