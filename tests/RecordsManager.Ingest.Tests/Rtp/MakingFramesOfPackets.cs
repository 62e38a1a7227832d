using RecordsManager.Ingest.Rtp;

namespace RecordsManager.Ingest.Tests.Rtp;

public sealed class MakingFramesOfPackets
{
    private static readonly byte[] Vp8Key = [0x50, 0, 0, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00, 1, 2, 3];

    private static List<MediaFrame> Frames(IFrameAssembler assembler, params (int Sequence, uint Timestamp, byte[] Payload, bool Marker)[] packets)
    {
        var done = new Queue<MediaFrame>();
        foreach (var (sequence, timestamp, payload, marker) in packets)
        {
            assembler.Push(new RtpPacket(sequence, timestamp, 1, 96, marker, payload), done);
        }

        assembler.End();
        return [.. done];
    }

    [Fact]
    public void Vp8_joins_packets_of_one_time_and_drops_every_form_of_descriptor()
    {
        var frame = Assert.Single(Frames(
            new VideoAssembler(new Vp8Payload()),
            (1, 0, [0x90, 0xE0, 0x80, 0x01, 0x07, 0x20, .. Vp8Key[..5]], false),
            (2, 0, [0x80, 0x80, 0x05, .. Vp8Key[5..8]], false),
            (3, 0, [0x00, .. Vp8Key[8..]], true)));

        Assert.Equal(Vp8Key, frame.Data.ToArray());
        Assert.True(frame.IsKey);
        Assert.True(Vp8Payload.TrySize(frame.Data.Span, out var width, out var height));
        Assert.Equal((320, 240), (width, height));
    }

    [Fact]
    public void A_frame_with_a_missing_packet_is_dropped_and_the_next_one_kept()
    {
        var assembler = new VideoAssembler(new Vp8Payload());

        var frames = Frames(assembler, (1, 0, [0x10, .. Vp8Key], false), (3, 0, [0x00, 9], true), (4, 3000, [0x10, 1], true), (6, 6000, [0x00, 1], true));

        Assert.Equal(3000, Assert.Single(frames).Ticks);
        Assert.Equal(2, assembler.Incomplete);
    }

    [Fact]
    public void A_frame_without_marker_ends_where_the_next_begins_and_the_last_of_them_is_dropped()
    {
        var assembler = new VideoAssembler(new Vp8Payload());

        var frames = Frames(assembler, (1, 0, [0x10, 1], false), (2, 3000, [0x10, 3], true), (3, 6000, [0x10, 5], false));

        Assert.Equal([0, 3000], frames.Select(f => f.Ticks));
        Assert.Equal(1, assembler.Incomplete);
    }

    [Fact]
    public void Padding_sent_to_probe_the_bandwidth_belongs_to_no_frame()
    {
        var frames = Frames(new VideoAssembler(new Vp8Payload()), (1, 0, [0x10, 1], true), (2, 0, [], false), (3, 3000, [0x10, 3], true));

        Assert.Equal([0, 3000], frames.Select(f => f.Ticks));
    }

    [Fact]
    public void Vp9_layers_of_one_picture_become_a_superframe()
    {
        var frame = Assert.Single(Frames(
            new VideoAssembler(new Vp9Payload()),
            (1, 0, [0xAC, 0x81, 0x02, 0x00, 0x01, 0x86, 0x11], false),
            (2, 0, [0xAC, 0x81, 0x02, 0x02, 0x01, 0x86, 0x22, 0x33], true)));

        Assert.Equal([0x86, 0x11, 0x86, 0x22, 0x33, 0xD9, 2, 0, 0, 0, 3, 0, 0, 0, 0xD9], frame.Data.ToArray());
    }

    [Fact]
    public void Vp9_skips_flexible_references_and_the_scalability_structure()
    {
        // flexible, predicted: two references; then V: two layers with sizes and a group of one picture with one reference
        byte[] payload = [0xFA, 0x05, 0x00, 0x03, 0x02, 0x38, 0, 1, 0, 1, 0, 2, 0, 2, 1, 0x04, 0x01, 0x99];

        Assert.Equal([0x99], Assert.Single(Frames(new VideoAssembler(new Vp9Payload()), (1, 0, payload, true))).Data.ToArray());
    }

    [Fact]
    public void H264_takes_single_units_aggregates_and_fragments()
    {
        var frame = Assert.Single(Frames(
            new VideoAssembler(new H264Payload()),
            (1, 0, [24, 0, 2, 0x67, 1, 0, 2, 0x68, 2], false),
            (2, 0, [0x06, 5], false),
            (3, 0, [0x7C, 0x85, 0xA, 0xB], false),
            (4, 0, [0x7C, 0x05, 0xC], false),
            (5, 0, [0x7C, 0x45, 0xD], true)));

        Assert.Equal(
            [0, 0, 0, 2, 0x67, 1, 0, 0, 0, 2, 0x68, 2, 0, 0, 0, 2, 0x06, 5, 0, 0, 0, 5, 0x65, 0xA, 0xB, 0xC, 0xD],
            frame.Data.ToArray());
        Assert.True(frame.IsKey);
    }

    [Fact]
    public void H264_drops_a_frame_whose_fragment_or_aggregate_breaks_its_own_lengths()
    {
        var assembler = new VideoAssembler(new H264Payload());

        Assert.Empty(Frames(assembler, (1, 0, [0x7C, 0x05, 1], true), (2, 3000, [24, 0, 9, 0x67], true), (3, 6000, [29, 1], true)));
        Assert.Equal((3, 2), (assembler.Incomplete, assembler.Malformed - 1));
    }

    [Theory]
    [InlineData(new byte[] { 0xF8, 1 }, 960)]
    [InlineData(new byte[] { 0x08, 1 }, 960)]
    [InlineData(new byte[] { 0x18, 1 }, 2880)]
    [InlineData(new byte[] { 0xE0, 1 }, 120)]
    [InlineData(new byte[] { 0xFB, 0x03 }, 2880)]
    [InlineData(new byte[] { 0xFB, 0x3F }, 0)]
    [InlineData(new byte[] { 0xFB }, 0)]
    public void Opus_tells_its_own_duration(byte[] packet, int samples) => Assert.Equal(samples, OpusPacket.Samples(packet));

    [Fact]
    public void Opus_in_red_is_its_primary_block()
    {
        byte[] red = [0x80 | 111, 0, 0, 2, 111, 0xEE, 0xEE, 0xF8, 1, 2];
        var done = new Queue<MediaFrame>();

        new OpusAssembler(redPayloadType: 63).Push(new RtpPacket(1, 0, 1, 63, Marker: false, red), done);

        Assert.Equal([0xF8, 1, 2], Assert.Single(done).Data.ToArray());
    }
}
