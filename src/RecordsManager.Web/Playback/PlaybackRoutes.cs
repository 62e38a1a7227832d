using System.Text;
using MediatR;
using RecordsManager.Application.Chapters;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Transcripts;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Web.Playback;

/// <summary>
/// HLS for somebody signed in and for the holder of a share link. Playlists are asked for anew each time, segments as
/// <see cref="RememberedRenditions"/> has it; a segment's address names the object it is cut from, so that a derivative made anew is never
/// mixed with its predecessor.
/// </summary>
internal static partial class PlaybackRoutes
{
    public static void MapPlayback(this WebApplication app)
    {
        Map(app.MapGroup("/recordings/{recording}/media"), Visitor.Signed);
        var shared = app.MapGroup("/share/{link}/media").AllowAnonymous();
        Map(shared, Visitor.Shared);
        shared.MapPost("/watched", Watched);
    }

    private static void Map(RouteGroupBuilder media, WhoComes who)
    {
        media.DisableAntiforgery().ExcludeFromDescription();
        media.MapGet("/master.m3u8", (HttpContext http, IMediator mediator, CancellationToken ct) => Master(http, who, mediator, ct));
        media.MapGet("/{rendition}/index.m3u8", (string rendition, HttpContext http, IMediator mediator, CancellationToken ct) => Playlist(rendition, http, who, mediator, ct));
        media.MapGet("/video/stills.vtt", (HttpContext http, IMediator mediator, CancellationToken ct) => Stills(http, who, mediator, ct));
        media.MapGet("/{rendition}/{part}/{segment}", (string rendition, string part, string segment, HttpContext http, CancellationToken ct) =>
            Segment(rendition, part, segment, http, who, ct));
        media.MapGet("/captions.vtt", (HttpContext http, IMediator mediator, ICurrentActor actor, AccessLog accesses, CancellationToken ct) => Captions(http, who, mediator, actor, accesses, ct));
        media.MapGet("/chapters.vtt", (HttpContext http, IMediator mediator, CancellationToken ct) => Chapters(http, who, mediator, ct));
        media.MapGet("/changes", (HttpContext http, IMediator mediator, ICurrentActor actor, PlaybackStreams streams, CancellationToken ct) => Changes(http, who, mediator, actor, streams, ct));
        media.MapMethods("/download.mp4", Reads, (HttpContext http, IMediator mediator, CancellationToken ct) => Download(DownloadContent.Movie, http, who, mediator, ct));
        media.MapMethods("/download.m4a", Reads, (HttpContext http, IMediator mediator, CancellationToken ct) => Download(DownloadContent.Sound, http, who, mediator, ct));
        media.MapPost("/view", (HttpContext http, IMediator mediator, CancellationToken ct) => View(http, who, mediator, ct));
        MapLearning(media, who);
    }

    private static async Task<IResult> Master(HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        if (await Viewer.Of(who(http), http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var video = await Open(viewer, "video", mediator, ct);
        var sound = await Open(viewer, "mix", mediator, ct);
        var stems = await mediator.Send(new ListStems.Query(viewer.Recording, viewer.Link), ct) is { Failed: false, Value.Stems: var made } ? made : [];
        ListStems.Stem? standIn = null;
        if (sound.Error == RecordingErrors.NotFound && stems.Count > 0)
        {
            (standIn, sound) = (stems[0], await Open(viewer, stems[0].Participant.ToString(), mediator, ct)); // the mix is still being made
        }

        if (IsPlayedOut(http, viewer.Session, video) || IsPlayedOut(http, viewer.Session, sound))
        {
            return await Refuse(http, viewer, PlaybackErrors.LinkUsedUp);
        }

        if ((video.Error, sound.Error) is ({ } refused, { }))
        {
            return await Refuse(http, viewer, refused);
        }

        var variants = video.Failed || await mediator.Send(new ListVariants.Query(viewer.Recording, viewer.Link), ct) is not { Failed: false } listed ? [] : listed.Value;
        return Text(Playlists.Master(video.Failed ? null : video.Value, sound.Failed ? null : sound.Value, stems, standIn, variants));
    }

    private static async Task<IResult> Playlist(string rendition, HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        if (await Viewer.Of(who(http), http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var opened = await Open(viewer, rendition, mediator, ct);
        return opened.Error is { } refused ? await Refuse(http, viewer, refused)
            : IsPlayedOut(http, viewer.Session, opened) ? await Refuse(http, viewer, PlaybackErrors.LinkUsedUp)
            : Text(Playlists.Media(opened.Value));
    }

    private static async Task<IResult> Stills(HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        if (await Viewer.Of(who(http), http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var opened = await Open(viewer, "video", mediator, ct);
        if (opened.Error is { } refused)
        {
            return await Refuse(http, viewer, refused);
        }

        if (IsPlayedOut(http, viewer.Session, opened))
        {
            return await Refuse(http, viewer, PlaybackErrors.LinkUsedUp);
        }

        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Text(Storyboard.Write(opened.Value), "text/vtt", Encoding.UTF8);
    }

    /// <summary>What was said of whoever may be played; a draft for nobody but who edits it.</summary>
    private static async Task<IResult> Captions(HttpContext http, WhoComes who, IMediator mediator, ICurrentActor actor, AccessLog accesses, CancellationToken ct)
    {
        if (await Viewer.Of(who(http), http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var opened = await mediator.Send(new OpenTranscript.Query(viewer.Recording, viewer.Link, PlayedAt: viewer.Session?.PlayedAt), ct);
        if (opened.Error is { } refused)
        {
            return refused == TranscriptErrors.NotFound ? TypedResults.NotFound() : await Refuse(http, viewer, refused);
        }

        if (!await accesses.TryNote(mediator, actor, viewer.Recording, "transcript"))
        {
            return Unlogged(http);
        }

        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Text(WebVttWriter.Write(opened.Value.Shown, opened.Value.IsDraft ? "Draft: nobody has approved it" : null), "text/vtt", Encoding.UTF8);
    }

    /// <summary>Where what begins; of a part only what begins in it.</summary>
    private static async Task<IResult> Chapters(HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        if (await Viewer.Of(who(http), http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var opened = await mediator.Send(new OpenChapters.Query(viewer.Recording, viewer.Link, viewer.Session?.PlayedAt), ct);
        if (opened.Error is { } refused)
        {
            return await Refuse(http, viewer, refused);
        }

        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Text(ChapterFile.Write(opened.Value.Chapters), "text/vtt", Encoding.UTF8);
    }

    private static async Task<IResult> View(HttpContext http, WhoComes who, IMediator mediator, CancellationToken ct)
    {
        // A header that a form of another site cannot send.
        if (http.Request.Headers["X-Requested-With"] != "player" || await Viewer.Of(who(http, takesUp: true), http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        if (viewer.Session is not { } session)
        {
            var noted = await mediator.Send(new NotePlayback.Command(viewer.Recording), ct);
            return noted.Error is { } notPlayed ? await Refuse(http, viewer, notPlayed) : TypedResults.NoContent();
        }

        var counted = await mediator.Send(new CountView.Command(session.Link, session.Name, session.PlayedAt), ct);
        if (counted.Error is { } refused)
        {
            return await Refuse(http, viewer, refused);
        }

        http.Keep(session with { PlayedAt = counted.Value.PlayedAt, IssuedAt = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() });
        return TypedResults.NoContent();
    }

    /// <param name="From">Where second zero of the player lies in the recording, ms.</param>
    private sealed record WatchedRequest(IReadOnlyList<double[]>? Ranges, long? From);

    /// <summary>What was played, as a page that is left can still tell it; JSON, which a form of another site cannot send.</summary>
    private static IResult Watched(HttpContext http, WatchedRequest body, WatchedLog watched)
    {
        if (Visitor.Shared(http, takesUp: true) is not { Session: { PlayedAt: not null } session } || body.Ranges is not { Count: > 0 and <= 100 } ranges || ranges.Any(r => r is not { Length: 2 }))
        {
            return TypedResults.NotFound();
        }

        watched.Note(session, [.. ranges.Select(r => (r[0], r[1]))], body.From);
        return TypedResults.NoContent();
    }

    /// <summary>The plays of the link are limited, and this session has none that goes on.</summary>
    private static bool IsPlayedOut(HttpContext http, WatchSession? session, Result<OpenRendition.View> opened) => !opened.Failed && IsPlayedOut(http, session, opened.Value);

    private static bool IsPlayedOut(HttpContext http, WatchSession? session, OpenRendition.View view) =>
        view.PlayLasts is { } lasts && !(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() < session?.PlayedAt + lasts);

    /// <summary>Server-sent events: an event at once and one for each change of what may be played.</summary>
    private static async Task<IResult> Changes(HttpContext http, WhoComes who, IMediator mediator, ICurrentActor actor, PlaybackStreams streams, CancellationToken ct)
    {
        if (await Viewer.Of(who(http, takesUp: true), http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var first = await mediator.Send(new FollowPlayback.Query(viewer.Recording, viewer.Link), ct);
        if (first.Error is { } refused)
        {
            return await Refuse(http, viewer, refused);
        }

        if (!first.Value.Whole)
        {
            await mediator.Send(new AwaitRecording.Command(viewer.Recording), ct);
        }

        return streams.Open(actor, viewer.Recording, viewer.Link, first.Value);
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
        OpenRendition.Query? wanted = rendition switch
        {
            "video" => new(viewer.Recording, viewer.Link, DerivativeKind.Scene),
            "mix" => new(viewer.Recording, viewer.Link, DerivativeKind.Mix),
            _ when Playlists.HeightOf(rendition) is { } height => new(viewer.Recording, viewer.Link, DerivativeKind.Variant, Height: height),
            _ when ParticipantId.TryParse(rendition, out var participant) => new(viewer.Recording, viewer.Link, DerivativeKind.Stem, participant),
            _ when TrackId.TryParse(rendition, out var track) => new(viewer.Recording, viewer.Link, DerivativeKind.Remux, Track: track),
            _ => null,
        };
        return wanted is null ? RecordingErrors.NotFound : await mediator.Send(wanted, ct);
    }

    /// <summary>The ledger cannot be written: nothing is shown that would not be on it.</summary>
    internal static IResult Unlogged(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "10";
        return TypedResults.Problem(
            "The access could not be written to the ledger, and without that nothing is played.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "The ledger cannot be written", type: "/errors/ledger.unavailable");
    }

    private static IResult Text(string playlist) => TypedResults.Text(playlist, "application/vnd.apple.mpegurl", Encoding.UTF8);
}
