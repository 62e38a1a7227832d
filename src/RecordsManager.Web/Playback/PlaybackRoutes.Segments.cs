using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Playback;

/// <summary>Bytes: an initialisation segment, a segment or a still, cut from the object that its address names.</summary>
internal static partial class PlaybackRoutes
{
    private static async Task<IResult> Segment(string rendition, string part, string segment, HttpContext http, WhoComes who, CancellationToken ct)
    {
        if (who(http) is not { } visitor || !MediaObjectId.TryParse(part, out var id))
        {
            return TypedResults.NotFound();
        }

        var services = http.RequestServices;
        var (remembered, actor) = (services.GetRequiredService<RememberedRenditions>(), services.GetRequiredService<ICurrentActor>());
        var asked = new RememberedRenditions.Asked(actor.Organization, actor.Id, visitor.By, rendition);
        var mayBeRemembered = visitor.Link is not null || actor.May(Permission.RecordingsRead);
        if (mayBeRemembered && remembered.Find(asked) is { } answer)
        {
            return await Cut(answer, visitor, rendition, id, segment, http, ct);
        }

        if (await Viewer.Of(visitor, http) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var before = remembered.Before(actor.Organization, viewer.Recording);
        var opened = await Open(viewer, rendition, services.GetRequiredService<IMediator>(), ct);
        if (opened.Error is { } refused)
        {
            return await Refuse(http, viewer, refused);
        }

        answer = new RememberedRenditions.Answer(viewer.Recording, opened.Value);
        remembered.Keep(asked, answer, before);
        return await Cut(answer, visitor, rendition, id, segment, http, ct);
    }

    private static async Task<IResult> Cut(RememberedRenditions.Answer answer, Visitor visitor, string rendition, MediaObjectId id, string segment, HttpContext http, CancellationToken ct)
    {
        if (answer.View.Parts.FirstOrDefault(p => p.Object == id) is not { } found || Range(found, segment) is not { } range)
        {
            return TypedResults.NotFound();
        }

        if (IsPlayedOut(http, visitor.Session, answer.View))
        {
            return await Refuse(http, new Viewer(answer.Recording, visitor.Session), PlaybackErrors.LinkUsedUp);
        }

        var services = http.RequestServices;
        var actor = services.GetRequiredService<ICurrentActor>();
        if (!await services.GetRequiredService<AccessLog>().TryNote(services.GetRequiredService<IMediator>(), actor, answer.Recording, rendition))
        {
            return Unlogged(http);
        }

        await using var reader = await services.GetRequiredService<IObjectVault>().OpenShared(actor.Organization, id, ct);
        http.Response.ContentType = IsStill(segment) ? "image/jpeg" : Playlists.TypeOf(found.Rendition.Codecs);
        http.Response.ContentLength = range.Length;
        http.Response.Headers.CacheControl = "private, no-store";
        await reader.CopyTo(range.Offset, range.Length, http.Response.Body, ct);
        return TypedResults.Empty;
    }

    private static (long Offset, long Length)? Range(OpenRendition.Part part, string segment)
    {
        var rendition = part.Rendition;
        if (segment == "init.mp4")
        {
            return (0, rendition.InitLength);
        }

        if (IsStill(segment))
        {
            return long.TryParse(segment[..^4], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) && rendition.Stills?.FirstOrDefault(s => s.Offset == offset) is { } still
                ? (still.Offset, still.Length)
                : null;
        }

        return segment.EndsWith(".m4s", StringComparison.Ordinal)
            && int.TryParse(segment[..^4], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index >= part.First
            && index - part.First < rendition.Fragments.Count
            ? (rendition.Fragments[index - part.First].Offset, rendition.Fragments[index - part.First].Length)
            : null;
    }

    private static bool IsStill(string segment) => segment.EndsWith(".jpg", StringComparison.Ordinal);
}
