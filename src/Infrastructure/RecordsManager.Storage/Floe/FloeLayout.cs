namespace RecordsManager.Storage.Floe;

/// <summary>
/// Where segments lie and which is the last, from the trusted length alone. A segment's own prefix is never asked:
/// whoever may choose position or finality could choose between two openings, and commitment would be lost (FLOE.md).
/// </summary>
internal readonly record struct FloeLayout(FloeParameters Parameters, long SegmentCount, int LastSegmentLength)
{
    internal long PlainLength =>
        ((SegmentCount - 1) * Parameters.PlainSegmentLength) + LastSegmentLength - FloeParameters.SegmentOverhead;

    internal static FloeLayout? Of(FloeParameters parameters, long trustedLength)
    {
        var body = trustedLength - FloeParameters.HeaderLength;
        if (body < FloeParameters.SegmentOverhead)
        {
            return null;
        }

        var count = ((body - 1) / parameters.SegmentLength) + 1;
        var last = (int)(body - ((count - 1) * parameters.SegmentLength));
        return last < FloeParameters.SegmentOverhead || count > FloeParameters.MaxSegments
            ? null
            : new FloeLayout(parameters, count, last);
    }

    internal bool IsLast(long segment) => segment == SegmentCount - 1;

    internal int LengthOf(long segment) => IsLast(segment) ? LastSegmentLength : Parameters.SegmentLength;

    internal int PlainLengthOf(long segment) => LengthOf(segment) - FloeParameters.SegmentOverhead;

    internal long OffsetOf(long segment) => FloeParameters.HeaderLength + (segment * Parameters.SegmentLength);
}
