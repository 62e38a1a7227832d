using System.Buffers.Binary;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Mp4;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>What no call of a test is long enough for; the file of a real call is looked at in Web.Tests' DownloadingACall.</summary>
public sealed class LayingOutAMovie : IAsyncDisposable
{
    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Needs_no_more_than_sixteen_bytes_for_a_sample_of_an_hour()
    {
        var hour = new LongObject(await Init(), fragments: 1800, sampleBytes: 2000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var file = await Of([[hour.Part]], hour);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{hour.SampleCount} samples, head {file.Head.Length} bytes, allocated {allocated}");
        Assert.InRange(file.Head.Length / (double)hour.SampleCount, 4, 16);
        Assert.Equal(hour.Part.Rendition.Fragments.Sum(f => (long)f.Length) - (1800L * (hour.Part.Rendition.Fragments[0].Length - (60 * 2000))) + file.Head.Length, file.Length);
        Assert.InRange(allocated, 0, 60_000_000); // headers that were read are in it, and gone at once
    }

    [Theory]
    [InlineData(35_000, "stco")]
    [InlineData(45_000, "co64")] // more than 4 GiB
    public async Task Names_places_beyond_four_gigabytes(int sampleBytes, string box)
    {
        var hour = new LongObject(await Init(), fragments: 1800, sampleBytes);

        var file = await Of([[hour.Part]], hour);

        var head = file.Head.ToArray();
        var at = head.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(box)) + 12;
        var places = Enumerable.Range(0, file.Pieces.Count).Select(i => box == "co64"
            ? BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(at + (8 * i)))
            : BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(at + (4 * i))));
        Assert.Equal(file.Pieces.Select(p => p.At), places);
        Assert.Equal(file.Length, file.Pieces[^1].At + file.Pieces[^1].Length);
        Assert.Equal(hour.SampleCount, BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(head.AsSpan().IndexOf("stsz"u8) + 12)));
    }

    [Fact]
    public async Task Waits_with_the_sound_where_a_part_begins_before_it_and_refuses_parts_of_different_settings()
    {
        var picture = new LongObject(await Init(), fragments: 5, sampleBytes: 100);
        var (path, table) = await Sound();
        await using var sound = new FileMedia(path);
        var later = new OpenRendition.Part(MediaObjectId.New(DateTimeOffset.UnixEpoch.AddDays(1)), table with { Fragments = [.. table.Fragments.Skip(1)] }, 1);
        var from = picture.Part.Rendition.Fragments[1].StartNs;
        var shown = picture.Part with { Rendition = picture.Part.Rendition with { Fragments = [.. picture.Part.Rendition.Fragments.Skip(1)] }, First = 1 };

        var file = await Of([[shown], [later]], from, picture, (later.Object, sound));

        var head = file.Head.ToArray();
        var list = head.AsSpan(head.AsSpan().IndexOf("elst"u8) + 4);
        Assert.Equal(-1, head.AsSpan(head.AsSpan().IndexOf("elst"u8) + 4).IndexOf("elst"u8)); // of the sound alone
        Assert.Equal((2, -1), (BinaryPrimitives.ReadInt32BigEndian(list[4..]), BinaryPrimitives.ReadInt32BigEndian(list[12..])));
        Assert.Equal((later.Rendition.Fragments[0].StartNs - from) / 1e6, BinaryPrimitives.ReadInt32BigEndian(list[8..]), 1.0);

        var other = new LongObject(await Init(width: 320), fragments: 1, sampleBytes: 100);
        await Assert.ThrowsAsync<InvalidDataException>(() => Of([[picture.Part, other.Part with { Object = MediaObjectId.New(DateTimeOffset.UnixEpoch.AddDays(2)) }]], 0, picture, (MediaObjectId.New(DateTimeOffset.UnixEpoch), other)));
    }

    private static Task<MovieFile> Of(IReadOnlyList<IReadOnlyList<OpenRendition.Part>> tracks, LongObject picture) => Of(tracks, 0, picture);

    /// <param name="other">What every other object is read from.</param>
    private static Task<MovieFile> Of(IReadOnlyList<IReadOnlyList<OpenRendition.Part>> tracks, long fromNs, LongObject picture, (MediaObjectId Object, IObjectReader Reader)? other = null) =>
        new MovieLayout().Of(tracks, fromNs, (id, _) => ValueTask.FromResult(id == picture.Part.Object ? picture : other!.Value.Reader), Ct);

    private async Task<byte[]> Init(int width = 1280)
    {
        var file = await File.ReadAllBytesAsync(await _lab.Make($"init{width}.mp4", "-f", "lavfi", "-i", $"color=s={width}x720:r=30:d=0.1", "-c:v", "libx264", "-preset", "ultrafast", "-video_track_timescale", "90000", "-movflags", "+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets", "-use_editlist", "0"), Ct);
        return file[..(file.AsSpan().IndexOf("moof"u8) - 4)];
    }

    private async Task<(string Path, Rendition Table)> Sound()
    {
        var path = _lab.At("stem.mp4");
        await using (var output = File.Create(path))
        {
            return (path, await _lab.Engine.RenderStem([Call.Janus.Track("alice", TrackKind.Microphone).Audio()], 10_000_000_000, output, Lab.Unwatched, Ct));
        }
    }
}
