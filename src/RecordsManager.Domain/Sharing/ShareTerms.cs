using System.Globalization;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Sharing;

/// <summary>What a link plays, to whom and when.</summary>
/// <param name="StartsAt">Not before; null: at once.</param>
/// <param name="MostPlays">How often it may be played; null: as often as they like.</param>
/// <param name="Range">The part of the timeline that it plays, whole fragments of the sound; null: all of it.</param>
/// <param name="Asked">The part that was asked for, to the millisecond; up to the end where it ends with <see cref="Stretch.Always"/>.</param>
/// <param name="AllowsDownload">The recipient may take a file of what it plays.</param>
/// <param name="SealedReason">Why it was shared, for the organization; sealed under its key.</param>
/// <param name="SealedMail">Where a one-time code is sent, sealed; null: whoever has the address is the recipient.</param>
/// <param name="PassphraseHash">Of the passphrase that is asked for; null: none is.</param>
/// <param name="Speakers">Who alone is heard and seen; null: everybody who agreed to sharing.</param>
public sealed record ShareTerms(
    DateTimeOffset ExpiresAt,
    DateTimeOffset? StartsAt = null,
    int? MostPlays = null,
    Stretch? Range = null,
    Stretch? Asked = null,
    bool WithoutChat = false,
    bool AllowsDownload = false,
    byte[]? SealedReason = null,
    byte[]? SealedMail = null,
    string? PassphraseHash = null,
    IReadOnlyList<ParticipantId>? Speakers = null)
{
    /// <summary>What the ledger says where a condition is not set, in a change of it.</summary>
    public static readonly IReadOnlyDictionary<string, string> Unlimited = new Dictionary<string, string> { ["startsAt"] = "at once", ["plays"] = "any number", ["range"] = "all", ["chat"] = "shown", ["download"] = "none" };

    /// <summary>As the ledger tells them; neither reason nor address nor passphrase.</summary>
    public IReadOnlyDictionary<string, string> Facts(RecordingId recording)
    {
        var facts = new Dictionary<string, string> { ["recording"] = recording.ToString(), ["expiresAt"] = Moment(ExpiresAt) };
        if (StartsAt is { } start)
        {
            facts["startsAt"] = Moment(start);
        }

        if (MostPlays is { } plays)
        {
            facts["plays"] = plays.ToString(CultureInfo.InvariantCulture);
        }

        if (Range is { } range)
        {
            facts["range"] = string.Create(CultureInfo.InvariantCulture, $"{range.FromNs / 1e9:0.###}-{range.ToNs / 1e9:0.###}");
        }

        if (Speakers is { } speakers)
        {
            facts["speakers"] = string.Join(' ', speakers);
        }

        if (WithoutChat)
        {
            facts["chat"] = "left out";
        }

        if (AllowsDownload)
        {
            facts["download"] = "allowed";
        }

        string[] asks = [.. PassphraseHash is null ? [] : (string[])["passphrase"], .. SealedMail is null ? [] : (string[])["code"]];
        if (asks.Length > 0)
        {
            facts["asks"] = string.Join(' ', asks);
        }

        return facts;
    }

    private static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
