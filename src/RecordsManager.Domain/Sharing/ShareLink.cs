using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Sharing;

/// <summary>A signed, time-limited, revocable grant for one recipient to play one recording.</summary>
public sealed class ShareLink : AggregateRoot
{
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

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public int Views { get; private set; }

    public DateTimeOffset? LastViewedAt { get; private set; }

    public static ShareLink Create(ShareLinkId id, OrganizationId organization, RecordingId recording, byte[] sealedRecipient, byte[] sealedSharer, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var link = new ShareLink
        {
            Id = id,
            Organization = organization,
            Recording = recording,
            SealedRecipient = sealedRecipient,
            SealedSharer = sealedSharer,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        link.Raise(new LedgerFact("share.created", id.ToString(), null, new Dictionary<string, string>
        {
            ["recording"] = recording.ToString(),
            ["expiresAt"] = expiresAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        }));
        return link;
    }

    public LinkState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? LinkState.Revoked : now >= ExpiresAt ? LinkState.Expired : LinkState.Live;

    public void Revoke(DateTimeOffset now)
    {
        if (RevokedAt is null)
        {
            RevokedAt = now;
            Raise(new LedgerFact("share.revoked", Id.ToString(), null, new Dictionary<string, string> { ["recording"] = Recording.ToString() }));
        }
    }

    public void Viewed(DateTimeOffset now)
    {
        Views++;
        LastViewedAt = now;
        Raise(new LedgerFact("share.viewed", Id.ToString(), null, new Dictionary<string, string> { ["recording"] = Recording.ToString() }));
    }
}

public enum LinkState
{
    Live,
    Expired,
    Revoked,
}
