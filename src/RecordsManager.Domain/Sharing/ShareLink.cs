using System.Globalization;
using System.Security.Cryptography;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Sharing;

/// <summary>A signed, time-limited, revocable grant for one recipient to play one recording, or a part of it.</summary>
public sealed class ShareLink : AggregateRoot
{
    public const int MostPlays = 1000;

    /// <summary>From when it is made, however often its end is changed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>Wrong passphrases and codes until a link is shut: one in a row too many for a recipient, far too few for a guess.</summary>
    public const int MostTries = 10;

    /// <summary>How long one play lasts at least: who loads the page again has not played it again.</summary>
    public static readonly TimeSpan ShortestPlay = TimeSpan.FromMinutes(30);

    private ShareLink()
    {
    }

    public ShareLinkId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    /// <summary>Who it is for, sealed under the organization's key.</summary>
    public byte[] SealedRecipient { get; private set; } = [];

    /// <summary>Who shared it: shown to the recipient and asked when the link is dead.</summary>
    public byte[] SealedSharer { get; private set; } = [];

    public byte[]? SealedReason { get; private set; }

    public byte[]? SealedMail { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? StartsAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public int? PlaysAllowed { get; private set; }

    public bool WithoutChat { get; private set; }

    public bool AllowsDownload { get; private set; }

    public long? FromNs { get; private set; }

    public long? ToNs { get; private set; }

    /// <summary>Who alone is heard and seen, whatever others agreed to; empty: everybody who agreed to sharing.</summary>
    public IReadOnlyList<ParticipantId> Speakers { get; private set; } = [];

    public long? AskedFromNs { get; private set; }

    public long? AskedToNs { get; private set; }

    public string? PassphraseHash { get; private set; }

    /// <summary>Wrong passphrases and codes in a row.</summary>
    public int WrongTries { get; private set; }

    /// <summary>An HMAC over link, browser and digits of the code that was mailed last; null: none is good.</summary>
    public byte[]? CodeMac { get; private set; }

    public DateTimeOffset? CodeSentAt { get; private set; }

    public int CodeTries { get; private set; }

    /// <summary>When the first code of this quarter of an hour was sent.</summary>
    public DateTimeOffset? CodesSince { get; private set; }

    public int CodesSent { get; private set; }

    public int Views { get; private set; }

    public DateTimeOffset? LastViewedAt { get; private set; }

    /// <summary>Null: all of the timeline.</summary>
    public Stretch? Range => FromNs is { } from && ToNs is { } to ? new Stretch(from, to) : null;

    /// <summary>The part that was asked for: what plays is that, widened. Null: all of the timeline.</summary>
    public Stretch? Asked => AskedFromNs is { } from && AskedToNs is { } to ? new Stretch(from, to) : Range;

    /// <summary>Where plays are limited a file would undo that; and a file holds everybody together.</summary>
    public bool GivesDownloads => AllowsDownload && PlaysAllowed is null && Speakers.Count == 0;

    public static ShareLink Create(ShareLinkId id, OrganizationId organization, RecordingId recording, byte[] sealedRecipient, byte[] sealedSharer, DateTimeOffset now, ShareTerms terms)
    {
        var link = new ShareLink
        {
            Id = id,
            Organization = organization,
            Recording = recording,
            SealedRecipient = sealedRecipient,
            SealedSharer = sealedSharer,
            CreatedAt = now,
            SealedMail = terms.SealedMail,
            PassphraseHash = terms.PassphraseHash,
            Speakers = terms.Speakers ?? [],
        };
        link.Take(terms);
        link.Raise(new LedgerFact("share.created", id.ToString(), null, terms.Facts(recording)));
        return link;
    }

    /// <summary>
    /// From now on it plays under these conditions; what it asks for before it plays, and its token, stay. Who plays through it meets them with
    /// the next segment: none of them stands in a token.
    /// </summary>
    public Result Change(ShareTerms terms, DateTimeOffset now)
    {
        if (StateAt(now) is not (LinkState.Live or LinkState.Waiting))
        {
            return ShareErrors.Over;
        }

        if (terms.ExpiresAt != ExpiresAt && (terms.ExpiresAt < now.AddMinutes(1) || terms.ExpiresAt > CreatedAt + Longest))
        {
            return ShareErrors.ExpiryOutOfRange;
        }

        var (before, after) = (Terms().Facts(Recording), terms.Facts(Recording));
        (string, string)[] changed =
        [
            .. ShareTerms.Unlimited.Keys.Prepend("expiresAt").Where(k => before.GetValueOrDefault(k) != after.GetValueOrDefault(k))
                .SelectMany(k => new[] { (k, after.GetValueOrDefault(k) ?? ShareTerms.Unlimited[k]), (k + "Was", before.GetValueOrDefault(k) ?? ShareTerms.Unlimited[k]) }),
            .. ReferenceEquals(SealedReason, terms.SealedReason) ? [] : new[] { ("reason", "changed") },
        ];
        Take(terms);
        if (changed.Length > 0)
        {
            Tell("share.changed", changed);
        }

        return Result.Ok;
    }

    /// <summary>What an open page shows of the call is what it may show as long as this is the same.</summary>
    public string Shows() => string.Create(CultureInfo.InvariantCulture, $"{FromNs / 1_000_000}-{ToNs / 1_000_000}-{(WithoutChat ? "quiet" : "chat")}-{(GivesDownloads ? "file" : "none")}");

    public ShareTerms Terms() => new(ExpiresAt, StartsAt, PlaysAllowed, Range, Asked, WithoutChat, AllowsDownload, SealedReason, SealedMail, PassphraseHash, Speakers.Count == 0 ? null : Speakers);

    /// <summary>They are among those whom it is for, if it is for some.</summary>
    public bool Plays(ParticipantId participant) => Speakers.Count == 0 || Speakers.Contains(participant);

    /// <summary>What of the recording may be played through it.</summary>
    public IEnumerable<Track> Playable(Recording recording) => recording.Playable(throughLink: true).Where(t => Plays(t.Participant));

    public LinkState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? LinkState.Revoked
        : now >= ExpiresAt ? LinkState.Expired
        : WrongTries >= MostTries ? LinkState.Shut
        : now < StartsAt ? LinkState.Waiting
        : LinkState.Live;

    /// <param name="playedAt">When the last play of who asks was counted: it goes on for a while.</param>
    public bool IsUsedUpFor(DateTimeOffset? playedAt, long recordingNs, DateTimeOffset now) => Views >= PlaysAllowed && !GoesOn(playedAt, recordingNs, now);

    public bool GoesOn(DateTimeOffset? playedAt, long recordingNs, DateTimeOffset now) => now < playedAt + PlayLasts(recordingNs);

    /// <summary>One play of it: half an hour, or twice what it plays, so that a long one can be heard with pauses.</summary>
    public TimeSpan PlayLasts(long recordingNs)
    {
        var twice = TimeSpan.FromTicks((Range?.LengthNs ?? recordingNs) / 50);
        return twice > ShortestPlay ? twice : ShortestPlay;
    }

    public void Revoke(DateTimeOffset now)
    {
        if (RevokedAt is null)
        {
            RevokedAt = now;
            Tell("share.revoked");
        }
    }

    /// <param name="session">Of the watching that plays it, as the ledger names it; null: unknown.</param>
    public void Viewed(DateTimeOffset now, string? session = null)
    {
        Views++;
        LastViewedAt = now;
        Tell("share.viewed", session is null ? [] : [("session", session)]);
    }

    /// <param name="ranges">Seconds of the recording, as <see cref="WatchedRanges"/> writes them.</param>
    public LedgerFact Watched(string session, string ranges) =>
        new("share.watched", Id.ToString(), null, new Dictionary<string, string> { ["recording"] = Recording.ToString(), ["session"] = session, ["ranges"] = ranges });

    /// <summary>The right passphrase or code was given. A code is good once.</summary>
    public void Admit(string by)
    {
        WrongTries = 0;
        CodeMac = by == "code" ? null : CodeMac;
        Tell("share.admitted", ("by", by));
    }

    /// <summary>A wrong passphrase or code; the last of <see cref="MostTries"/> shuts the link for good.</summary>
    public void Refuse(string by)
    {
        WrongTries++;
        CodeTries += by == "code" ? 1 : 0;
        Tell("share.refused", ("by", by));
    }

    public bool IsCode(ReadOnlySpan<byte> mac, DateTimeOffset now) =>
        CodeMac is not null && CryptographicOperations.FixedTimeEquals(CodeMac, mac) && now < CodeSentAt + ShareCode.GoodFor && CodeTries < ShareCode.MostTries;

    /// <summary>A new code takes the place of the last.</summary>
    public Result SendCode(byte[] mac, DateTimeOffset now)
    {
        var goesOn = now < CodesSince + ShareCode.Window;
        if (goesOn && CodesSent >= ShareCode.MostSent)
        {
            return ShareErrors.CodesTooMany;
        }

        (CodesSince, CodesSent) = goesOn ? (CodesSince, CodesSent + 1) : (now, 1);
        (CodeMac, CodeSentAt, CodeTries) = (mac, now, 0);
        Tell("share.code-sent");
        return Result.Ok;
    }

    private void Take(ShareTerms terms)
    {
        (StartsAt, ExpiresAt, PlaysAllowed, SealedReason) = (terms.StartsAt, terms.ExpiresAt, terms.MostPlays, terms.SealedReason);
        (WithoutChat, AllowsDownload) = (terms.WithoutChat, terms.AllowsDownload);
        (FromNs, ToNs) = (terms.Range?.FromNs, terms.Range?.ToNs);
        (AskedFromNs, AskedToNs) = (terms.Asked?.FromNs, terms.Asked?.ToNs);
    }

    private void Tell(string kind, params (string Name, string Value)[] more)
    {
        var details = more.ToDictionary(m => m.Name, m => m.Value);
        details["recording"] = Recording.ToString();
        Raise(new LedgerFact(kind, Id.ToString(), null, details));
    }
}

public enum LinkState
{
    Live,

    /// <summary>Its start has not come.</summary>
    Waiting,
    Expired,
    Revoked,

    /// <summary>Too many wrong passphrases or codes.</summary>
    Shut,
}
