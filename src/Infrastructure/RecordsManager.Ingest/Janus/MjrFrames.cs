using System.Runtime.CompilerServices;
using RecordsManager.Ingest.Rtp;

namespace RecordsManager.Ingest.Janus;

/// <summary>From an .mjr to coded frames in order of time, in bounded memory. Both passes, of measuring and of writing, read through it.</summary>
internal sealed class MjrFrames(MjrReader mjr, JanusCodec codec)
{
    /// <summary>Janus' own reader ignores larger ones; no RTP packet that came over a network is.</summary>
    private const int LargestPacket = 1500;

    private readonly ArrivalFit _arrivals = new(codec.ClockRate);
    private readonly RtpReorder _reorder = new();
    private readonly IFrameAssembler _assembler = codec.NewAssembler();
    private readonly Queue<RtpPacket> _packets = new();
    private readonly Queue<MediaFrame> _frames = new();
    private RtpClock? _clock;
    private uint _ssrc;
    private long _lastTicks = long.MinValue;
    private long _notRtp;
    private long _disordered;

    public long Packets { get; private set; }

    public uint LastArrivedMs { get; private set; }

    /// <summary>Of the sender's clock; null where the times of arrival do not tell.</summary>
    public ArrivalFit.Estimate? Clock => _arrivals.Estimated();

    /// <summary>Of another source: only the first is kept.</summary>
    public long Foreign { get; private set; }

    public long Incomplete => _assembler.Incomplete;

    /// <summary>What damage leaves behind, unlike loss: packets that are none, payloads that break their format, time or numbers running backwards.</summary>
    public long Broken => _notRtp + _assembler.Malformed + _disordered + _reorder.TooLate;

    public async IAsyncEnumerable<MediaFrame> Read([EnumeratorCancellation] CancellationToken ct)
    {
        while (await mjr.Next(ct))
        {
            Packets++;
            LastArrivedMs = Math.Max(LastArrivedMs, mjr.ArrivedMs ?? 0);
            Take();
            foreach (var frame in Assembled())
            {
                yield return frame;
            }
        }

        _reorder.Flush(_packets);
        foreach (var frame in Assembled())
        {
            yield return frame;
        }

        _assembler.End();
    }

    private void Take()
    {
        if (mjr.Frame.Length > LargestPacket || !RtpPacket.TryParse(mjr.Frame, out var packet))
        {
            _notRtp++;
            return;
        }

        if (_clock is null)
        {
            _clock = new RtpClock((uint)packet.Timestamp);
            _ssrc = packet.Ssrc;
        }

        if (packet.Ssrc != _ssrc)
        {
            Foreign++;
            return;
        }

        if (mjr.ArrivedMs is { } arrived)
        {
            _arrivals.Arrived((uint)packet.Timestamp, arrived);
        }

        // the reader's buffer is used again; what waits for its turn needs its own bytes
        _reorder.Push(packet with { Payload = packet.Payload.ToArray() }, _packets);
    }

    private IEnumerable<MediaFrame> Assembled()
    {
        while (_packets.TryDequeue(out var packet))
        {
            _assembler.Push(packet with { Timestamp = _clock!.Unwrap((uint)packet.Timestamp) }, _frames);
            while (_frames.TryDequeue(out var frame))
            {
                if (frame.Ticks <= _lastTicks)
                {
                    _disordered++;
                    continue;
                }

                _lastTicks = frame.Ticks;
                yield return frame;
            }
        }
    }
}
