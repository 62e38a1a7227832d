using RecordsManager.Application.Ingest;
using RecordsManager.Ingest.Janus;
using RecordsManager.Ingest.Tests.Support;

namespace RecordsManager.Ingest.Tests.Janus;

/// <summary>Alone, because the heap that is measured is the whole process's.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

[Collection(typeof(Alone))]
public sealed class ReadingEndlessRecordings
{
    private const int Packets = 120_000;
    private const long Enough = 48 << 20;

    [Fact]
    public Task Needs_little_memory_for_a_frame_that_never_ends() => Holds("vp8", i => Mjr.Rtp(i & 0xFFFF, 0, [(byte)(i == 0 ? 0x10 : 0), .. new byte[1200]]));

    [Fact]
    public Task Needs_little_memory_for_a_stream_with_every_second_packet_missing() => Holds("vp8", i => Mjr.Rtp((2 * i) & 0xFFFF, (uint)i * 3000, [0x10, .. new byte[1200]]));

    [Fact]
    public Task Needs_little_memory_for_silence_between_all_words() => Holds("opus", i => Mjr.Rtp(i & 0xFFFF, (uint)i * 48_000, [0xF8, .. new byte[1200]], type: 111));

    private static async Task Holds(string codec, Func<int, byte[]> packet)
    {
        var endless = new Endless($$"""{"t":"{{(codec == "opus" ? "a" : "v")}}","c":"{{codec}}","u":1795187600100000}""", packet);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await new JanusAdapter().Read(endless, TestContext.Current.CancellationToken);

        Assert.True(endless.Delivered > 100L << 20);
        Assert.InRange(endless.Peak - before, long.MinValue, Enough);
    }

    private sealed class Endless(string header, Func<int, byte[]> packet) : IDeliveredFiles
    {
        private readonly byte[] _events = System.Text.Encoding.UTF8.GetBytes(Mjr.Events());

        public IReadOnlyList<DeliveredFile> Files => [new("events.jsonl", _events.Length, ""), new(Mjr.Name(header.Contains("opus", StringComparison.Ordinal) ? "audio" : "video"), long.MaxValue, "")];

        public long Delivered { get; private set; }

        public long Peak { get; private set; }

        public Task<Stream> Open(string name, CancellationToken ct) =>
            Task.FromResult<Stream>(name == "events.jsonl" ? new MemoryStream(_events, writable: false) : new Generated(this));

        private IEnumerable<byte[]> Chunks()
        {
            yield return Mjr.Version2(header, []);
            for (var i = 0; i < Packets; i++)
            {
                var frame = packet(i);
                yield return [.. "MEET"u8, .. Mjr.U32((uint)i), .. Mjr.U16(frame.Length), .. frame];
                Delivered += frame.Length;
                if (i % 20_000 == 0)
                {
                    Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true));
                }
            }
        }

        private sealed class Generated(Endless owner) : MemoryStream
        {
            private readonly IEnumerator<byte[]> _chunks = owner.Chunks().GetEnumerator();
            private ReadOnlyMemory<byte> _rest;

            public override int Read(Span<byte> buffer)
            {
                while (_rest.IsEmpty)
                {
                    if (!_chunks.MoveNext())
                    {
                        return 0;
                    }

                    _rest = _chunks.Current;
                }

                var count = Math.Min(buffer.Length, _rest.Length);
                _rest.Span[..count].CopyTo(buffer);
                _rest = _rest[count..];
                return count;
            }

            public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
        }
    }
}
