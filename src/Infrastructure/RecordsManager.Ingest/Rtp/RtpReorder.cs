namespace RecordsManager.Ingest.Rtp;

/// <summary>Puts packets back in the order of sending, each once, with an unwrapped sequence number. Holds at most a window of them.</summary>
internal sealed class RtpReorder(int window = 512)
{
    /// <summary>The first packet received need not be the first sent: so many are held back before the first is let go.</summary>
    private const int HeldAtStart = 32;

    private readonly PriorityQueue<RtpPacket, long> _waiting = new();
    private readonly HashSet<long> _known = [];
    private long? _highest;
    private long? _next;

    public long Duplicates { get; private set; }

    /// <summary>Came after the window had moved on.</summary>
    public long TooLate { get; private set; }

    public void Push(RtpPacket packet, Queue<RtpPacket> inOrder)
    {
        var sequence = Unwrap((ushort)packet.Sequence);
        if (sequence < _next)
        {
            TooLate++;
            return;
        }

        if (!_known.Add(sequence))
        {
            Duplicates++;
            return;
        }

        _waiting.Enqueue(packet with { Sequence = sequence }, sequence);
        if (_next is null && _waiting.Count < HeldAtStart)
        {
            return;
        }

        while (_waiting.TryPeek(out _, out var first) && (_next is null || first == _next || _waiting.Count > window))
        {
            Release(inOrder);
        }
    }

    public void Flush(Queue<RtpPacket> inOrder)
    {
        while (_waiting.Count > 0)
        {
            Release(inOrder);
        }
    }

    private void Release(Queue<RtpPacket> inOrder)
    {
        var packet = _waiting.Dequeue();
        _known.Remove(packet.Sequence);
        _next = packet.Sequence + 1;
        inOrder.Enqueue(packet);
    }

    private long Unwrap(ushort sequence)
    {
        if (_highest is not { } highest)
        {
            _highest = sequence;
            return sequence;
        }

        var unwrapped = highest + unchecked((short)(sequence - (ushort)highest));
        _highest = Math.Max(highest, unwrapped);
        return unwrapped;
    }
}
