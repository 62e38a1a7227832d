using System.Buffers.Binary;
using System.Security.Cryptography;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>A link was opened in this browser. Opens no media: it is what a session is made from once everything asked for was given.</summary>
/// <param name="Browser">Random, of this opening: a one-time code is good only where it was asked for.</param>
/// <param name="Given">What was asked for and given.</param>
public sealed record OpenedLink(OrganizationId Organization, ShareLinkId Link, Guid Browser, DateTimeOffset At, Asked Given);

/// <summary>What a link can ask for before it plays.</summary>
[Flags]
public enum Asked
{
    Nothing = 0,
    Passphrase = 1,
    Code = 2,
}

/// <param name="StartedAt">When everything asked for had been given.</param>
/// <param name="PlayedAt">When its last play was counted; null: it has not played.</param>
/// <param name="IssuedAt">When this token of it was made.</param>
public sealed record WatchSession(OrganizationId Organization, ShareLinkId Link, Guid Session, DateTimeOffset StartedAt, DateTimeOffset? PlayedAt, DateTimeOffset IssuedAt)
{
    /// <summary>As the ledger names it: enough to tell the sessions of a link apart, and nothing to watch with.</summary>
    public string Name => Convert.ToHexStringLower(SHA256.HashData(Session.ToByteArray()).AsSpan(0, 8));
}

/// <summary>
/// The two cookies of who watches through a link. Both are signed, stand for this one link, and are written nowhere. That the link
/// itself still plays is asked of its row, with everything that is played.
/// </summary>
public sealed class WatchTickets(ILinkSigner signer, TimeProvider clock)
{
    /// <summary>How long a token of a session opens media; each is renewed while it is used.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    /// <summary>Past this age a request gets a new token.</summary>
    public static readonly TimeSpan RenewedAfter = TimeSpan.FromMinutes(1);

    /// <summary>How long a session that nothing renews can be taken up again, by its page or its player.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>Of a session, and of an opening.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Between the clocks of two nodes. At the end there is none.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private const int OpenedBytes = 57;
    private const int SessionBytes = 72;

    public string Write(OpenedLink opened)
    {
        Span<byte> claims = stackalloc byte[OpenedBytes];
        Ids(claims, opened.Organization, opened.Link, opened.Browser);
        Time(claims[48..], opened.At);
        claims[56] = (byte)opened.Given;
        return signer.Sign(LinkPurpose.Opened, claims);
    }

    public OpenedLink? ReadOpened(string? token)
    {
        if (signer.Read(LinkPurpose.Opened, token ?? "", OpenedBytes) is not { } claims || Time(claims.AsSpan(48)) is not { } at || !IsWithin(at, Longest))
        {
            return null;
        }

        return new OpenedLink(new OrganizationId(Id(claims, 0)), new ShareLinkId(Id(claims, 16)), Id(claims, 32), at, (Asked)claims[56]);
    }

    public string Write(WatchSession session)
    {
        Span<byte> claims = stackalloc byte[SessionBytes];
        Ids(claims, session.Organization, session.Link, session.Session);
        Time(claims[48..], session.StartedAt);
        Time(claims[56..], session.PlayedAt);
        Time(claims[64..], session.IssuedAt);
        return signer.Sign(LinkPurpose.Watching, claims);
    }

    /// <param name="within"><see cref="GoodFor"/> for media, <see cref="Idle"/> for what takes a session up again.</param>
    public WatchSession? ReadSession(string? token, TimeSpan within)
    {
        if (signer.Read(LinkPurpose.Watching, token ?? "", SessionBytes) is not { } claims
            || Time(claims.AsSpan(48)) is not { } started || Time(claims.AsSpan(64)) is not { } issued
            || !IsWithin(issued, within) || !IsWithin(started, Longest))
        {
            return null;
        }

        return new WatchSession(new OrganizationId(Id(claims, 0)), new ShareLinkId(Id(claims, 16)), Id(claims, 32), started, Time(claims.AsSpan(56)), issued);
    }

    private bool IsWithin(DateTimeOffset at, TimeSpan length)
    {
        var now = clock.GetUtcNow();
        return at <= now + Skew && now < at + length;
    }

    private static void Ids(Span<byte> claims, OrganizationId organization, ShareLinkId link, Guid own)
    {
        organization.Value.TryWriteBytes(claims);
        link.Value.TryWriteBytes(claims[16..]);
        own.TryWriteBytes(claims[32..]);
    }

    private static Guid Id(byte[] claims, int at) => new(claims.AsSpan(at, 16));

    private static void Time(Span<byte> claims, DateTimeOffset? at) => BinaryPrimitives.WriteInt64BigEndian(claims, at?.UtcTicks ?? 0);

    /// <summary>Genuine ones hold what was written: it is a time, or nothing.</summary>
    private static DateTimeOffset? Time(ReadOnlySpan<byte> claims) =>
        BinaryPrimitives.ReadInt64BigEndian(claims) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}
