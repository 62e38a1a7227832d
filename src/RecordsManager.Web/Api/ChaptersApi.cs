using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RecordsManager.Application.Chapters;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Api;

/// <summary>Where something new begins in a recording: written by hand, taken from a file or from a proposal.</summary>
internal static class ChaptersApi
{
    public static void MapChapters(this RouteGroupBuilder api)
    {
        var chapters = api.MapGroup("/recordings/{recording}").WithTags("Chapters");
        chapters.MapGet("/chapters", List).WithName("ListChapters");
        chapters.MapGet("/chapters.vtt", File).WithName("ShowChapters").Produces<string>(contentType: "text/vtt");
        chapters.MapPost("/chapters", Add).WithName("AddChapter");
        chapters.MapPost("/chapters/import", Import).WithName("ImportChapters").WithMetadata(new RequestSizeLimitAttribute(3 * ChapterFile.MostBytes));
        chapters.MapPut("/chapters/{chapter}", Change).WithName("ChangeChapter");
        chapters.MapDelete("/chapters/{chapter}", Remove).WithName("RemoveChapter");
        chapters.MapGet("/chapter-proposals", Propose).WithName("ProposeChapters");
    }

    /// <param name="FromMs">On the recording's timeline.</param>
    /// <param name="ToMs">Where the next one begins, or the recording ends.</param>
    internal sealed record ChapterRow(string Id, long FromMs, long ToMs, string Title);

    /// <param name="AtMs">On the recording's timeline; no other chapter begins there.</param>
    /// <param name="Title">At most 200 characters.</param>
    internal sealed record ChapterRequest(long? AtMs, string? Title);

    internal sealed record Added(string Id);

    /// <param name="Content">WebVTT of kind chapters, at most 1 MiB.</param>
    /// <param name="OffsetMs">Where the file's zero lies on the recording's timeline; 0 if it is left out.</param>
    internal sealed record ChapterFileRequest(string? Content, long? OffsetMs);

    internal sealed record TakenIn(int Chapters);

    /// <param name="Sign">pause, joins, screen-ends or screen-begins.</param>
    /// <param name="PauseMs">How long nobody spoke before; 0 for other signs.</param>
    internal sealed record ProposalRow(long AtMs, string Title, string Sign, long PauseMs);

    /// <summary>The chapters of a recording, by time.</summary>
    private static async Task<IResult> List(string recording, IMediator mediator, CancellationToken ct)
    {
        var opened = await mediator.Send(new OpenChapters.Query(CallsApi.Recording(recording), null), ct);
        return opened.Error is { } error ? error.ToProblem() : TypedResults.Ok(opened.Value.Chapters.Select(c => new ChapterRow(c.Id.ToString(), c.FromMs, c.ToMs, c.Title)));
    }

    /// <summary>The same as WebVTT of kind chapters.</summary>
    private static async Task<IResult> File(string recording, IMediator mediator, HttpContext http, CancellationToken ct)
    {
        var opened = await mediator.Send(new OpenChapters.Query(CallsApi.Recording(recording), null), ct);
        http.Response.Headers.CacheControl = "private, no-store";
        return opened.Error is { } error ? error.ToProblem() : TypedResults.Text(ChapterFile.Write(opened.Value.Chapters), "text/vtt", Encoding.UTF8);
    }

    /// <summary>Something new begins here.</summary>
    private static async Task<IResult> Add(string recording, ChapterRequest body, IMediator mediator, CancellationToken ct)
    {
        var added = await mediator.Send(new AddChapter.Command(CallsApi.Recording(recording), body.AtMs ?? -1, body.Title), ct);
        return added.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/recordings/{recording}/chapters", new Added(added.Value.ToString()));
    }

    /// <summary>Takes in a WebVTT file of kind chapters, beside those that there are: all of it or nothing.</summary>
    private static async Task<IResult> Import(string recording, ChapterFileRequest body, IMediator mediator, CancellationToken ct)
    {
        var imported = await mediator.Send(new ImportChapters.Command(CallsApi.Recording(recording), body.Content ?? "", body.OffsetMs ?? 0), ct);
        return imported.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/recordings/{recording}/chapters", new TakenIn(imported.Value));
    }

    /// <summary>Another title, another beginning, or both.</summary>
    private static async Task<IResult> Change(string recording, string chapter, ChapterRequest body, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new ChangeChapter.Command(CallsApi.Recording(recording), Chapter(chapter), body.AtMs ?? -1, body.Title), ct));

    /// <summary>The chapter before it goes on from there.</summary>
    private static async Task<IResult> Remove(string recording, string chapter, IMediator mediator, CancellationToken ct) =>
        Answer(await mediator.Send(new RemoveChapter.Command(CallsApi.Recording(recording), Chapter(chapter)), ct));

    /// <summary>Where something new might begin. Nothing of it is kept: who takes one adds a chapter. Noted as a read of media.</summary>
    private static async Task<IResult> Propose(string recording, HttpContext http, IMediator mediator, Waveforms waveforms, CancellationToken ct)
    {
        var id = CallsApi.Recording(recording);
        if (await waveforms.Of(id, ct) is not { } peaks)
        {
            return PlaybackRoutes.Unlogged(http);
        }

        var proposed = await mediator.Send(new ProposeChapters.Query(id, peaks), ct);
        return proposed.Error is { } error ? error.ToProblem()
            : TypedResults.Ok(proposed.Value.Proposals.Select(p => new ProposalRow(p.AtMs, p.Title, Words.Of(p.Sign), p.PauseMs)));
    }

    private static ChapterId Chapter(string text) => ChapterId.TryParse(text, out var id) ? id : default;

    private static IResult Answer(Result result) => result.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
}
