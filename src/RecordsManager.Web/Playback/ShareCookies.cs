using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Playback;

/// <summary>
/// Both lie under the address of their link, so that a browser shows them nowhere else. <see cref="Opened"/> says that the link was opened here,
/// <see cref="Watching"/> opens its media. Neither holds the link's token.
/// </summary>
internal static class ShareCookies
{
    public const string Opened = "rm_link";

    public const string Watching = "rm_share";

    public static void Keep(this HttpContext http, OpenedLink opened) =>
        Append(http, Opened, opened.Link, Tickets(http).Write(opened), opened.At + WatchTickets.Longest);

    public static void Keep(this HttpContext http, WatchSession session) =>
        Append(http, Watching, session.Link, Tickets(http).Write(session), session.IssuedAt + WatchTickets.Idle);

    /// <summary>While it is used a session gets new tokens; the old one ends by itself.</summary>
    public static void Renew(this HttpContext http, WatchSession session)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (now - session.IssuedAt > WatchTickets.RenewedAfter)
        {
            http.Keep(session with { IssuedAt = now });
        }
    }

    private static WatchTickets Tickets(HttpContext http) => http.RequestServices.GetRequiredService<WatchTickets>();

    // Lax: who comes from a mail page is sent on to the player by the same navigation.
    private static void Append(HttpContext http, string name, ShareLinkId link, string value, DateTimeOffset expires) =>
        http.Response.Cookies.Append(name, value, new CookieOptions
        {
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = $"/share/{link}",
            Expires = expires,
        });
}
