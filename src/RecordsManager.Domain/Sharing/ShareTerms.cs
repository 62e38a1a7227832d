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
    IReadOnlyList<ParticipantId>? Speakers = null);
