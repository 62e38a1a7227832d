using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Playback;

/// <param name="takesUp">What is asked for is no media: a session that was not renewed for a while is taken up again.</param>
internal delegate Visitor? WhoComes(HttpContext http, bool takesUp = false);

/// <summary>Who asks for media, verified; nothing was asked of the database yet.</summary>
/// <param name="Recording">Null where only the link knows.</param>
/// <param name="Session">Null for somebody signed in.</param>
internal sealed record Visitor(RecordingId? Recording, WatchSession? Session)
{
    private static readonly HashSet<Permission> NoPermission = [];

    public ShareLinkId? Link => Session?.Link;

    public string By => Link?.ToString() ?? Recording.ToString()!;

    public static Visitor? Signed(HttpContext http, bool takesUp) =>
        RecordingId.TryParse(http.GetRouteValue("recording") as string, out var id) ? new Visitor(id, null) : null;

    /// <summary>The cookie holds the session; the address only says which of a reader's links is meant.</summary>
    public static Visitor? Shared(HttpContext http, bool takesUp)
    {
        var session = http.RequestServices.GetRequiredService<WatchTickets>().ReadSession(http.Request.Cookies[ShareCookies.Watching], takesUp ? WatchTickets.Idle : WatchTickets.GoodFor);
        if (session is null || !ShareLinkId.TryParse(http.GetRouteValue("link") as string, out var link) || link != session.Link)
        {
            return null;
        }

        // Somebody may be signed in to another organization in the same browser: the link speaks for itself, in a scope of its own.
        var actor = http.RequestServices.GetRequiredService<ICurrentActor>();
        if (actor.HasEntered && actor.Organization != session.Organization)
        {
            return null;
        }

        actor.Enter(session.Organization, link.ToString(), NoPermission);
        http.Renew(session);
        return new Visitor(null, session);
    }
}

/// <summary>A visitor of whom it is known which recording they ask for.</summary>
/// <param name="Session">Null for somebody signed in.</param>
internal sealed record Viewer(RecordingId Recording, WatchSession? Session)
{
    public ShareLinkId? Link => Session?.Link;

    public static async Task<Viewer?> Of(Visitor? visitor, HttpContext http)
    {
        if (visitor is not { Session: { } session })
        {
            return visitor is { Recording: { } recording } ? new Viewer(recording, null) : null;
        }

        var opened = await http.RequestServices.GetRequiredService<IMediator>().Send(new FindSharedRecording.Query(session.Link), http.RequestAborted);
        return opened.Failed ? null : new Viewer(opened.Value, session);
    }
}
