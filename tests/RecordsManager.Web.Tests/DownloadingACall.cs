using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>The file of the real call, as its holder's tools find it, and as a download that breaks off finds it again.</summary>
[Collection(nameof(SampleCall))]
public sealed class DownloadingACall(SampleCall call)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Media => $"/recordings/{call.Recording}/media";

    [Fact]
    public async Task Gives_a_regular_file_with_the_samples_that_are_played_and_their_times()
    {
        using var answer = await call.Product.Http.GetAsync(new Uri($"{Media}/download.mp4", UriKind.Relative), Ct);
        var file = await answer.Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal("video/mp4", answer.Content.Headers.ContentType!.MediaType);
        Assert.Matches(@"^recording-\d{4}-\d\d-\d\d-\d{4}\.mp4$", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal((file.Length, true, "bytes"), (answer.Content.Headers.ContentLength!.Value, answer.Headers.ETag is { IsWeak: false }, answer.Headers.AcceptRanges.Single()));
        Assert.Equal(["ftyp", "moov", "mdat"], Boxes(file));
        Assert.Equal(-1, file.AsSpan(0, file.AsSpan().IndexOf("mdat"u8)).IndexOf("elst"u8));
        var complaints = await Judge.Ffprobe(file, "-v", "warning", "-show_entries", "stream=codec_name,nb_frames,start_time", "-of", "csv=p=0");
        Assert.Equal("h264,aac", string.Join(',', complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')[0])));
        await Judge.Ffmpeg(file, "-v", "warning", "-i", "pipe:0", "-f", "null", "-");

        var hls = Hls.Of(call);
        var (picture, sound) = (await hls.Whole("video"), await hls.Whole("mix"));
        var (shown, heard) = (await Packets(file, "v"), await Packets(file, "a"));
        Assert.Equal(FromFirst(await Packets(picture, "v")), FromFirst(shown));
        Assert.Equal((0, 0), (shown[0].Pts, heard[0].Pts));
        Assert.Equal((await Packets(sound, "a"))[1..^1], heard[..^1]); // but for the encoder's priming
        var (played, kept) = ((await Judge.Samples(sound, 48_000))[1024..], await Judge.Samples(file, 48_000)); // of a fragment ffmpeg decodes the priming too
        Assert.Equal(played.Length, kept.Length, 1024.0);
        var differs = played.Zip(kept).Skip(2048).Sum(s => Math.Pow(s.First - s.Second, 2)); // a decoder's noise is another from another frame on
        Assert.InRange(differs, 0, 0.001 * played.Sum(s => s * s)); // in time to the sample

        var all = Encoding.ASCII.GetString(await Judge.Ffmpeg(file, "-i", "pipe:0", "-map", "0:v", "-f", "framemd5", "-")).Split('\n').Where(l => l.StartsWith("0,", StringComparison.Ordinal)).ToList();
        var sought = Encoding.ASCII.GetString(await Judge.Ffmpeg([], "-headers", $"Authorization: Bearer {call.Product.ApiKey}\r\n", "-ss", "20", "-i", $"{call.Product.BaseUrl}{Media}/download.mp4", "-map", "0:v", "-frames:v", "1", "-f", "framemd5", "-"));
        Assert.EndsWith(all[600].Split(' ')[^1], sought.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_the_sound_alone_as_a_file_of_its_own()
    {
        var file = await call.Product.Http.GetByteArrayAsync(new Uri($"{Media}/download.m4a", UriKind.Relative), Ct);

        Assert.Equal(["ftyp", "moov", "mdat"], Boxes(file));
        Assert.Equal("M4A ", Encoding.ASCII.GetString(file, 8, 4));
        await Judge.Ffmpeg(file, "-v", "warning", "-i", "pipe:0", "-f", "null", "-");
        Assert.Equal((await Packets(await Hls.Of(call).Whole("mix"), "a"))[1..^1], (await Packets(file, "a"))[..^1]);
    }

    [Fact]
    public async Task Goes_on_from_any_byte_with_the_same_bytes()
    {
        var whole = await call.Product.Http.GetByteArrayAsync(new Uri($"{Media}/download.mp4", UriKind.Relative), Ct);
        using var head = await Ask(null, null, HttpMethod.Head);
        var tag = head.Headers.ETag!;
        Assert.Equal(whole.Length, head.Content.Headers.ContentLength);
        var dice = new Dice(20261128);
        List<(long From, long To)> ranges = [(0, 0), (0, whole.Length - 1), (whole.Length - 1, whole.Length - 1), (whole.Length - 70_000, whole.Length + 5)];
        var indexEnds = whole.AsSpan().IndexOf("mdat"u8) + 4;
        ranges.AddRange([(indexEnds - 9, indexEnds + 9), (indexEnds - 1, indexEnds - 1), (indexEnds, indexEnds)]);
        for (var i = 0; i < 60; i++)
        {
            var from = dice.Below(whole.Length);
            ranges.Add((from, from + dice.Below(i < 40 ? 3000 : 400_000)));
        }

        foreach (var (from, to) in ranges)
        {
            using var answer = await Ask(new RangeHeaderValue(from, to), tag);
            Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
            Assert.Equal(new ContentRangeHeaderValue(from, Math.Min(to, whole.Length - 1), whole.Length), answer.Content.Headers.ContentRange);
            var given = await answer.Content.ReadAsByteArrayAsync(Ct);
            Assert.True(whole.AsSpan((int)from, (int)(Math.Min(to, whole.Length - 1) - from + 1)).SequenceEqual(given), $"{from}-{to}");
        }

        using var last = await Ask(new RangeHeaderValue(null, 100), tag);
        Assert.Equal(whole[^100..], await last.Content.ReadAsByteArrayAsync(Ct));
        using var beyond = await Ask(new RangeHeaderValue(whole.Length, null), tag);
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, whole.Length), (beyond.StatusCode, beyond.Content.Headers.ContentRange!.Length));
        using var other = await Ask(new RangeHeaderValue(5, 10), new EntityTagHeaderValue("\"another\""));
        Assert.Equal((HttpStatusCode.OK, whole.Length), (other.StatusCode, other.Content.Headers.ContentLength)); // made anew meanwhile: from the start
    }

    [Fact]
    public async Task Is_given_through_a_link_that_allows_it_and_stands_on_the_ledger()
    {
        var (link, token) = await Share(new { recipient = "Northquay board", sharedBy = "Miriam Falk", allowsDownload = true, part = new { from = 9, to = 22 } });
        using var recipient = await Recipient.Open(call.Product, link, token);
        Assert.Contains($"{recipient.Media}/download.mp4", recipient.Page.Body, StringComparison.Ordinal);
        var file = await recipient.Http.GetByteArrayAsync(new Uri($"{recipient.Media}/download.mp4", UriKind.Relative), Ct);
        await Judge.Ffmpeg(file, "-v", "warning", "-i", "pipe:0", "-f", "null", "-");
        var (picture, sound) = (await recipient.Hls.Rendition("video"), await recipient.Hls.Rendition("mix"));
        Assert.Equal(picture.Seconds, (await Packets(file, "v")).Sum(p => p.Duration) / 90_000.0, 0.1);
        Assert.InRange(await Judge.Seconds(file), picture.Seconds - 0.1, picture.Seconds + 4);
        Assert.Equal(sound.Segments.Count > 0, (await Packets(file, "a")).Count > 0);
        Assert.Equal(["""{"rendition":"download"}"""], (await Entries(link)).Where(d => d.Contains("download", StringComparison.Ordinal)));

        var (other, otherToken) = await Share(new { recipient = "Northquay board", sharedBy = "Miriam Falk" });
        using var without = await Recipient.Open(call.Product, other, otherToken);
        Assert.DoesNotContain("data-download", without.Page.Body, StringComparison.Ordinal);
        using var member = await call.Product.ClientAs("member");
        foreach (var (client, address) in new[] { (without.Http, without.Media), (member, Media) })
        {
            using var refused = await client.GetAsync(new Uri($"{address}/download.m4a", UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        var entries = await call.Product.Database.Ask<string>($"select leaf::text from ledger_entries where actor = '{other}' and kind = 'access.refused'");
        Assert.Contains("playback.download-not-allowed", Assert.Single(entries), StringComparison.Ordinal);
    }

    /// <summary>The reader's window is small, so that most of the file is still with the server when the link is revoked.</summary>
    [Fact]
    public async Task Is_cut_while_it_runs_once_its_link_is_revoked()
    {
        var (link, token) = await Share(new { recipient = "Northquay board", sharedBy = "Miriam Falk", allowsDownload = true });
        using var recipient = await Recipient.Open(call.Product, link, token);
        using var slow = new HttpClient(new SocketsHttpHandler { ConnectCallback = Narrow, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(call.Product.BaseUrl), $"{recipient.Media}/download.mp4"));
        request.Headers.Add("Cookie", recipient.Cookies);
        using var answer = await slow.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        await using var body = await answer.Content.ReadAsStreamAsync(Ct);
        await body.ReadExactlyAsync(new byte[10_000], Ct);

        using var revoked = await call.Product.Http.DeleteAsync(new Uri($"/api/v1/share-links/{link}", UriKind.Relative), Ct);
        revoked.EnsureSuccessStatusCode();

        using var rest = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(rest, Ct));
        Assert.InRange(rest.Length, 0, answer.Content.Headers.ContentLength!.Value - 10_001);
    }

    private static async ValueTask<Stream> Narrow(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8192 };
        await socket.ConnectAsync(context.DnsEndPoint, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task<HttpResponseMessage> Ask(RangeHeaderValue? range, EntityTagHeaderValue? tag, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"{Media}/download.mp4");
        request.Headers.Range = range;
        request.Headers.IfRange = tag is null ? null : new RangeConditionHeaderValue(tag);
        return await call.Product.Http.SendAsync(request, Ct);
    }

    private async Task<(string Id, string Token)> Share(object under)
    {
        var link = await call.Product.Post($"/api/v1/recordings/{call.Recording}/share-links", under);
        return (link.GetProperty("id").GetString()!, new Uri(link.GetProperty("address").GetString()!).AbsolutePath.Split('/')[^1]);
    }

    private async Task<IReadOnlyList<string>> Entries(string actor) =>
        [.. (await call.Product.Database.Ask<string>($"select leaf::text from ledger_entries where actor = '{actor}' and kind = 'recording.accessed'")).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("d").GetRawText())];

    /// <summary>Each sample as it lies; the last one's duration is the demuxer's guess where there is only a fragment.</summary>
    private static async Task<List<Packet>> Packets(byte[] media, string kind) =>
    [
        .. Encoding.ASCII.GetString(await Judge.Ffmpeg(media, "-i", "pipe:0", "-map", $"0:{kind}", "-c", "copy", "-copyts", "-f", "framemd5", "-")).Split('\n')
            .Where(l => l.StartsWith("0,", StringComparison.Ordinal)).Select(l => l.Split(',', StringSplitOptions.TrimEntries)).Select(p => new Packet((int)Judge.Number(p[1]), (int)Judge.Number(p[2]), (int)Judge.Number(p[3]), p[5])),
    ];

    /// <summary>ffmpeg names times of fragments with B-frames one frame late.</summary>
    private static List<Packet> FromFirst(List<Packet> packets) => [.. packets.Select(p => p with { Dts = p.Dts - packets[0].Dts, Pts = p.Pts - packets[0].Pts })];

    private static List<string> Boxes(byte[] file)
    {
        List<string> boxes = [];
        for (var at = 0; at < file.Length; at += BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)))
        {
            boxes.Add(Encoding.ASCII.GetString(file, at + 4, 4));
        }

        return boxes;
    }

    private sealed record Packet(int Dts, int Pts, int Duration, string Md5);
}
