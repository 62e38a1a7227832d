using System.Globalization;
using RecordsManager.Domain.Ledger;

namespace RecordsManager.Domain.Recordings;

/// <summary>Dead air at the ends that a player passes over. Nothing is cut: not a track, not a derivative.</summary>
public sealed partial class Recording
{
    private const long ShortestTrimNs = 1_000_000_000;

    public long? TrimFromNs { get; private set; }

    public long? TrimToNs { get; private set; }

    /// <summary>What is played, on the timeline; null: all.</summary>
    public Stretch? Trim => TrimFromNs is { } from && TrimToNs is { } to ? new Stretch(from, to) : null;

    /// <param name="plays">Null: all of it again.</param>
    public Result TrimTo(Stretch? plays)
    {
        if (NotKept is { } gone)
        {
            return gone;
        }

        if (plays is { } wanted && (wanted.FromNs < 0 || wanted.ToNs > DurationNs || wanted.LengthNs < ShortestTrimNs))
        {
            return RecordingErrors.TrimOutOfRange;
        }

        if (plays == Trim)
        {
            return Result.Ok;
        }

        (TrimFromNs, TrimToNs) = (plays?.FromNs, plays?.ToNs);
        Raise(plays is { } trimmed
            ? new LedgerFact("recording.trimmed", Id.ToString(), null, new Dictionary<string, string> { ["fromMs"] = Ms(trimmed.FromNs), ["toMs"] = Ms(trimmed.ToNs) })
            : new LedgerFact("recording.untrimmed", Id.ToString(), null, new Dictionary<string, string>()));
        return Result.Ok;

        static string Ms(long ns) => (ns / 1_000_000).ToString(CultureInfo.InvariantCulture);
    }
}
