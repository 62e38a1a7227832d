using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media.Mp4;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class RecordingFragments : IAsyncDisposable
{
    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Passes_bytes_through_unchanged_where_nothing_is_to_be_moved()
    {
        var (bytes, rendition) = await Stem();
        using var copy = new MemoryStream();
        var recorder = new FragmentRecorder([copy], shiftTicks: 0, firstSequence: 1, onReached: null);

        await recorder.Record(new MemoryStream(bytes), Ct);

        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(rendition.Fragments, recorder.Rendition.Fragments);
    }

    [Fact]
    public async Task Refuses_an_output_that_ends_anywhere_but_after_a_fragment()
    {
        var (bytes, rendition) = await Stem();
        var first = rendition.Fragments[0];
        var ends = new[] { 0, 4, 20, rendition.InitLength, rendition.InitLength + 4, rendition.InitLength + 100, rendition.InitLength + first.Length - 1, bytes.Length - 1 };

        Assert.All(ends, end => Assert.True(
            Xunit.Record.Exception(() => Record(bytes[..end])) is InvalidDataException or EndOfStreamException));
    }

    [Theory]
    [InlineData("00000004 6d6f6f66")] // shorter than its header
    [InlineData("00000010 6d646174 0000000000000000")] // media before any header
    [InlineData("00000010 66726565 0000000000000000")] // a box that ffmpeg was not asked for
    [InlineData("7fffffff 6d6f6f76")] // a header of 2 GiB
    [InlineData("00000001 6d646174 0000000000000010")] // a length of 64 bits
    public void Refuses_what_a_fragmented_file_does_not_hold(string hex) =>
        Assert.ThrowsAny<InvalidDataException>(() => Record(Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal))));

    private static void Record(byte[] bytes) =>
        new FragmentRecorder([Stream.Null], shiftTicks: 0, firstSequence: 1, onReached: null).Record(new MemoryStream(bytes), Ct).GetAwaiter().GetResult();

    private async Task<(byte[] Bytes, Rendition Rendition)> Stem()
    {
        using var output = new MemoryStream();
        var track = Call.Janus.Track("alice", TrackKind.Microphone);
        var rendition = await _lab.Engine.RenderStem([track.Audio()], 10_000_000_000, output, Lab.Unwatched, Ct);
        return (output.ToArray(), rendition);
    }
}
