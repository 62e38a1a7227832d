using RecordsManager.Ingest.Rtp;

namespace RecordsManager.Ingest.Tests.Rtp;

public sealed class PuttingPacketsInOrder
{
    private static long[] Ordered(IEnumerable<int> sequences, RtpReorder? reorder = null)
    {
        reorder ??= new RtpReorder();
        var queue = new Queue<RtpPacket>();
        foreach (var sequence in sequences)
        {
            reorder.Push(new RtpPacket((ushort)sequence, 0, 1, 96, Marker: false, default), queue);
        }

        reorder.Flush(queue);
        return [.. queue.Select(p => p.Sequence)];
    }

    [Fact]
    public void Sorts_what_arrived_late_even_before_the_first_that_arrived() =>
        Assert.Equal([8, 9, 10, 11, 12], Ordered([10, 8, 9, 12, 11]));

    [Fact]
    public void Lets_each_packet_through_once()
    {
        var reorder = new RtpReorder();

        Assert.Equal([1, 2, 3], Ordered([1, 2, 2, 1, 3], reorder));
        Assert.Equal(2, reorder.Duplicates);
    }

    [Fact]
    public void Goes_on_over_the_wrap_of_the_sequence_number() =>
        Assert.Equal([65534, 65535, 65536, 65537], Ordered([65534, 0, 65535, 1]));

    [Fact]
    public void Gives_up_waiting_for_a_lost_packet_when_the_window_is_full()
    {
        var reorder = new RtpReorder(window: 64);
        var queue = new Queue<RtpPacket>();
        foreach (var sequence in Enumerable.Range(0, 50).Concat(Enumerable.Range(51, 65)))
        {
            reorder.Push(new RtpPacket(sequence, 0, 1, 96, Marker: false, default), queue);
        }

        Assert.Equal(115, queue.Count);
        reorder.Push(new RtpPacket(50, 0, 1, 96, Marker: false, default), queue);
        Assert.Equal((1, 115), (reorder.TooLate, queue.Count));
    }

    [Fact]
    public void Unwraps_the_clock_in_both_directions()
    {
        var clock = new RtpClock(uint.MaxValue - 959);

        Assert.Equal([0, 960, 1920, -960, 1920], new[] { uint.MaxValue - 959, 0u, 960u, uint.MaxValue - 1919, 960u }.Select(clock.Unwrap));
    }

    [Fact]
    public void Reads_past_sources_and_extension_and_leaves_the_padding()
    {
        byte[] packet = [0xB1, 0xE0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 7, 1, 1, 1, 1, 0xBE, 0xDE, 0, 1, 9, 9, 9, 9, 0xAA, 0xBB, 0, 2];

        Assert.True(RtpPacket.TryParse(packet, out var read));
        Assert.Equal((5L, 9L, 7u, (byte)96, true), (read.Sequence, read.Timestamp, read.Ssrc, read.PayloadType, read.Marker));
        Assert.Equal([0xAA, 0xBB], read.Payload.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 96, 0, 1 })]
    [InlineData(new byte[] { 0x40, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0x8F, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5 })]
    [InlineData(new byte[] { 0xA0, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 200 })]
    [InlineData(new byte[] { 0x90, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xBE, 0xDE, 0xFF, 0xFF })]
    public void Refuses_bytes_that_are_not_rtp(byte[] bytes) => Assert.False(RtpPacket.TryParse(bytes, out _));
}
