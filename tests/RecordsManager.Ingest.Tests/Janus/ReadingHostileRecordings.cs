using RecordsManager.Ingest.Janus;
using RecordsManager.Ingest.Tests.Support;
using RecordsManager.TestSupport;

namespace RecordsManager.Ingest.Tests.Janus;

/// <summary>Seeded, so that a failure repeats: bytes flipped, cut, doubled and inserted in small recordings and their event log.</summary>
public sealed class ReadingHostileRecordings
{
    [Theory]
    [InlineData("vp8", "libvpx", 1u)]
    [InlineData("vp9", "libvpx-vp9", 2u)]
    [InlineData("h264", "libx264", 3u)]
    public async Task Never_throws_and_never_writes_much_more_than_it_read(string codec, string encoder, uint seed)
    {
        var packets = (await Packetised.Video(encoder, 160, 120)).Take(30).ToList();
        var video = Mjr.Version2($$"""{"t":"v","c":"{{codec}}","u":1795187600100000}""", packets);
        var audio = Mjr.Version2(Mjr.Audio, Mjr.Opus(30));
        var events = System.Text.Encoding.UTF8.GetBytes(Mjr.Events());
        var dice = new Dice(seed);
        var (accepted, refused) = (0, 0);
        for (var round = 0; round < 700; round++)
        {
            var delivery = new TestDelivery()
                .With(Mjr.Name("video", mindex: 1), dice.Mutate(video))
                .With(Mjr.Name("audio"), dice.Below(2) == 0 ? audio : dice.Mutate(audio))
                .With("events.jsonl", dice.Below(4) == 0 ? dice.Mutate(events) : events);

            var result = await new JanusAdapter().Read(delivery, TestContext.Current.CancellationToken);
            if (result.Error is { } error)
            {
                Assert.Matches("^(media|delivery)[.][a-z-]+$", error.Code);
                refused++;
                continue;
            }

            accepted++;
            Assert.All(result.Value.Tracks, t => Assert.True(t.OffsetNs >= 0 && t.DurationNs >= 0));
            foreach (var track in result.Value.Tracks)
            {
                using var output = new MemoryStream();
                await track.Content(output, TestContext.Current.CancellationToken);
                Assert.InRange(output.Length, 1, (4 * (video.Length + audio.Length)) + 4096);
            }
        }

        Assert.True(accepted > 50 && refused > 50, $"{accepted} accepted, {refused} refused");
    }
}
