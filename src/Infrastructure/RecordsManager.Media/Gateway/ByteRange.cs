using System.Globalization;

namespace RecordsManager.Media.Gateway;

/// <param name="End">Exclusive.</param>
internal readonly record struct ByteRange(long Start, long End, bool IsWhole)
{
    /// <summary>ffmpeg asks for <c>bytes=N-</c> or <c>bytes=N-M</c>. What is not understood is ignored (RFC 9110, 14.2); null: cannot be satisfied.</summary>
    public static ByteRange? Parse(string header, long length)
    {
        var whole = new ByteRange(0, length, IsWhole: true);
        if (!header.StartsWith("bytes=", StringComparison.Ordinal) || header.Split('-') is not [var from, var to])
        {
            return whole;
        }

        if (!Number(from.AsSpan("bytes=".Length), out var start))
        {
            return whole;
        }

        var end = to.Length == 0 ? length : Number(to, out var last) ? Math.Min(last + 1, length) : 0;
        return start < end ? new ByteRange(start, end, IsWhole: false) : null;
    }

    private static bool Number(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
