using RecordsManager.Ingest.Janus;
using RecordsManager.Ingest.Tests.Support;

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

    private sealed class Dice(uint seed)
    {
        private uint _state = seed * 2_654_435_761;

        public int Below(int limit)
        {
            // xorshift32: the tests need repetition, not secrecy
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)limit);
        }

        public byte[] Mutate(byte[] original)
        {
            var bytes = original.ToList();
            for (var change = Below(3) + 1; change > 0 && bytes.Count > 1; change--)
            {
                // half of all changes hit the header, where most decisions are made
                var at = Below(2) == 0 ? Below(Math.Min(bytes.Count, 160)) : Below(bytes.Count);
                switch (Below(6))
                {
                    case 0: bytes[at] ^= (byte)(1 << Below(8)); break;
                    case 1: bytes[at] = (byte)Below(256); break;
                    case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + Below(40))); break;
                    case 3: bytes.InsertRange(at, Enumerable.Range(0, 1 + Below(20)).Select(_ => (byte)Below(256))); break;
                    case 4: bytes = bytes[..at]; break;
                    default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 60))); break;
                }
            }

            return [.. bytes];
        }
    }
}
