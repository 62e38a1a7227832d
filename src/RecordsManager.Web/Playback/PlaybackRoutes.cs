using System.Globalization;
using System.Text;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Playback;

/// <summary>
/// HLS for somebody signed in and for the holder of a share link. Playlists and segments are asked for anew each time; a
/// segment's address names the object it is cut from, so that a derivative made anew is never mixed with its predecessor.
/// </summary>
internal static class PlaybackRoutes
{
    public const string ShareCookie = "rm_share";

    public static void MapPlayback(this WebApplication app)
    {
        Map(app.MapGroup("/recordings/{recording}/media"), Signed);
        Map(app.MapGroup("/share/{link}/media").AllowAnonymous(), Shared);
    }

    private delegate Task<Viewer?> WhoWatches(HttpContext http);

    /// <param name="Link">Null for somebody signed in.</param>
    private sealed record Viewer(RecordingId Recording, ShareLinkId? Link);

    private static void Map(RouteGroupBuilder media, WhoWatches who)
    {
        media.DisableAntiforgery().ExcludeFromDescription();
        media.MapGet("/master.m3u8", (HttpContext http, IMediator mediator, CancellationToken ct) => Master(http, who, mediator, ct));
        media.MapGet("/{rendition}/index.m3u8", (string rendition, HttpContext http, IMediator mediator, CancellationToken ct) => Playlist(rendition, http, who, mediator, ct));
        media.MapGet("/{rendition}/{part}/{segment}", (string rendition, string part, string segment, HttpContext http, IMediator mediator, IObjectVault vault, AccessLog accesses, ICurrentActor actor, CancellationToken ct) =>
            Segment(rendition, part, segment, http, who, mediator, vault, accesses, actor, ct));
        media.MapGet("/changes", (HttpContext http, IMediator mediator, ICurrentActor actor, PlaybackStreams streams, CancellationToken ct) => Changes(http, who, mediator, actor, streams, ct));
        media.MapPost("/view", (HttpContext http, IMediator mediator, CancellationToken ct) => View(http, who, mediator, ct));
    }

    private static Task<Viewer?> Signed(HttpContext http) =>
        Task.FromResult(RecordingId.TryParse(http.GetRouteValue("recording") as string, out var id) ? new Viewer(id, null) : null);

    /// <summary>The cookie holds the token; the address only says which of a reader's links is meant.</summary>
    private static async Task<Viewer?> Shared(HttpContext http)
    {
        var signed = http.RequestServices.GetRequiredService<ILinkSigner>().Verify(LinkPurpose.Share, http.Request.Cookies[ShareCookie] ?? "");
        if (signed is null || !ShareLinkId.TryParse(http.GetRouteValue("link") as string, out var link) || link.Value != signed.Id)
        {
            return null;
        }

        // Somebody may be signed in to another organization in the same browser: the link speaks for itself, in a scope of its own.
        var actor = http.RequestServices.GetRequiredService<ICurrentActor>();
        if (actor.HasEntered && actor.Organization != signed.Organization)
        {
            return null;
        }

        actor.Enter(signed.Organization, link.ToString(), new HashSet<Permission>());
        var opened = await http.RequestServices.GetRequiredService<IMediator>().Send(new FindSharedRecording.Query(link), http.RequestAborted);
        return opened.Failed ? null : new Viewer(opened.Value, link);
    }

    private static async Task<IResult> Master(HttpContext http, WhoWatches who, IMediator mediator, CancellationToken ct)
    {
        if (await who(http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var video = await Open(viewer, "video", mediator, ct);
        var mix = await Open(viewer, "mix", mediator, ct);
        return (video.Error, mix.Error) is ({ } refused, { })
            ? await Refuse(http, viewer, refused)
            : Text(Playlists.Master(video.Failed ? null : video.Value, mix.Failed ? null : mix.Value));
    }

    private static async Task<IResult> Playlist(string rendition, HttpContext http, WhoWatches who, IMediator mediator, CancellationToken ct)
    {
        if (await who(http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var opened = await Open(viewer, rendition, mediator, ct);
        return opened.Error is { } refused ? await Refuse(http, viewer, refused) : Text(Playlists.Media(opened.Value));
    }

    private static async Task<IResult> Segment(
        string rendition, string part, string segment, HttpContext http, WhoWatches who, IMediator mediator, IObjectVault vault, AccessLog accesses, ICurrentActor actor, CancellationToken ct)
    {
        if (await who(http) is not { } viewer || !MediaObjectId.TryParse(part, out var id))
        {
            return TypedResults.NotFound();
        }

        var opened = await Open(viewer, rendition, mediator, ct);
        if (opened.Error is { } refused)
        {
            return await Refuse(http, viewer, refused);
        }

        if (opened.Value.Parts.FirstOrDefault(p => p.Object == id) is not { } found || Range(found.Rendition, segment) is not { } range)
        {
            return TypedResults.NotFound();
        }

        if (!await accesses.TryNote(mediator, actor, viewer.Recording, rendition))
        {
            return Unlogged(http);
        }

        await using var reader = await vault.Open(actor.Organization, id, ct);
        http.Response.ContentType = rendition == "video" ? "video/mp4" : "audio/mp4";
        http.Response.ContentLength = range.Length;
        http.Response.Headers.CacheControl = "private, no-store";
        await reader.CopyTo(range.Offset, range.Length, http.Response.Body, ct);
        return TypedResults.Empty;
    }

    private static async Task<IResult> View(HttpContext http, WhoWatches who, IMediator mediator, CancellationToken ct)
    {
        // A header that a form of another site cannot send.
        if (http.Request.Headers["X-Requested-With"] != "player" || await who(http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var noted = viewer.Link is { } link
            ? await mediator.Send(new CountView.Command(link), ct)
            : await mediator.Send(new NotePlayback.Command(viewer.Recording), ct);
        return noted.Error is { } refused ? await Refuse(http, viewer, refused) : TypedResults.NoContent();
    }

    /// <summary>Server-sent events: an event at once and one for each change of what may be played.</summary>
    private static async Task<IResult> Changes(HttpContext http, WhoWatches who, IMediator mediator, ICurrentActor actor, PlaybackStreams streams, CancellationToken ct)
    {
        if (await who(http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var first = await mediator.Send(new FollowPlayback.Query(viewer.Recording, viewer.Link), ct);
        return first.Error is { } refused ? await Refuse(http, viewer, refused) : streams.Open(actor, viewer.Recording, viewer.Link, first.Value);
    }

    /// <summary>One answer, whatever the reason; the ledger keeps which, unless there is nothing that could be refused.</summary>
    private static async Task<IResult> Refuse(HttpContext http, Viewer viewer, Error refused)
    {
        if (refused != RecordingErrors.NotFound && refused != ShareErrors.NotFound)
        {
            var services = http.RequestServices;
            await services.GetRequiredService<AccessLog>().NoteRefusal(services.GetRequiredService<IMediator>(), services.GetRequiredService<ICurrentActor>(), viewer.Recording, refused);
        }

        return TypedResults.NotFound();
    }

    private static async Task<Result<OpenRendition.View>> Open(Viewer viewer, string rendition, IMediator mediator, CancellationToken ct)
    {
        (DerivativeKind Kind, ParticipantId? Participant)? wanted = rendition switch
        {
            "video" => (DerivativeKind.Scene, null),
            "mix" => (DerivativeKind.Mix, null),
            _ when ParticipantId.TryParse(rendition, out var participant) => (DerivativeKind.Stem, participant),
            _ => null,
        };
        return wanted is { } rendered
            ? await mediator.Send(new OpenRendition.Query(viewer.Recording, viewer.Link, rendered.Kind, rendered.Participant), ct)
            : RecordingErrors.NotFound;
    }

    private static (long Offset, long Length)? Range(Rendition rendition, string segment)
    {
        if (segment == "init.mp4")
        {
            return (0, rendition.InitLength);
        }

        return segment.EndsWith(".m4s", StringComparison.Ordinal)
            && int.TryParse(segment[..^4], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < rendition.Fragments.Count
            ? (rendition.Fragments[index].Offset, rendition.Fragments[index].Length)
            : null;
    }

    /// <summary>The ledger cannot be written: nothing is shown that would not be on it.</summary>
    private static IResult Unlogged(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "10";
        return TypedResults.Problem(
            "The access could not be written to the ledger, and without that nothing is played.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "The ledger cannot be written", type: "/errors/ledger.unavailable");
    }

    private static IResult Text(string playlist) => TypedResults.Text(playlist, "application/vnd.apple.mpegurl", Encoding.UTF8);
}
