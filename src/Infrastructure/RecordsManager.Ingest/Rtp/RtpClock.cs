namespace RecordsManager.Ingest.Rtp;

/// <summary>Unwraps 32-bit RTP time into ticks since the first packet that was received.</summary>
internal sealed class RtpClock(uint first)
{
    private uint _last = first;
    private long _ticks;

    public long Unwrap(uint timestamp)
    {
        _ticks += unchecked((int)(timestamp - _last));
        _last = timestamp;
        return _ticks;
    }
}
