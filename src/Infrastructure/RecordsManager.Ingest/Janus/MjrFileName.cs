using System.Globalization;
using System.Text.RegularExpressions;

namespace RecordsManager.Ingest.Janus;

/// <summary>
/// <c>videoroom-&lt;room&gt;-user-&lt;feed&gt;-&lt;µs&gt;-&lt;audio|video|data&gt;[-&lt;mindex&gt;].mjr[.tmp]</c>, read from the right, because ids may be
/// strings with dashes in them. Where <c>-user-</c> occurs more than once, each cut is a candidate and the event log decides.
/// </summary>
internal sealed partial record MjrFileName(string Delivered, string Stem, bool IsOpen, string RoomAndFeed, long CreatedUs, int? Mindex)
{
    private const string Separator = "-user-";

    public static bool IsMjr(string name) =>
        name.EndsWith(".mjr", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".mjr.tmp", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where Janus did not choose the name.</summary>
    public static MjrFileName? Parse(string delivered)
    {
        var match = Pattern().Match(DeliveredNames.BaseName(delivered));
        return match.Success && long.TryParse(match.Groups["us"].ValueSpan, CultureInfo.InvariantCulture, out var us) && us < MjrHeader.LatestUs
            ? new MjrFileName(
                delivered,
                match.Groups["stem"].Value,
                match.Groups["tmp"].Success,
                match.Groups["who"].Value,
                us,
                match.Groups["mindex"] is { Success: true } mindex ? int.Parse(mindex.Value, CultureInfo.InvariantCulture) : null)
            : null;
    }

    /// <summary>Rooms and feeds the name may mean, the likeliest first.</summary>
    public IEnumerable<(string Room, string Feed)> Candidates()
    {
        for (var at = RoomAndFeed.LastIndexOf(Separator, StringComparison.Ordinal);
             at > 0;
             at = RoomAndFeed.LastIndexOf(Separator, at - 1, StringComparison.Ordinal))
        {
            yield return (RoomAndFeed[..at], RoomAndFeed[(at + Separator.Length)..]);
        }
    }

    [GeneratedRegex(
        @"^(?<stem>videoroom-(?<who>.+-user-.+)-(?<us>\d{13,16})-(audio|video|data)(-(?<mindex>\d{1,5}))?)\.mjr(?<tmp>\.tmp)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
