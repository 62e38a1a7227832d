using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Api;

/// <summary>The words that participants are shown, by language and version.</summary>
internal static class NoticesApi
{
    public static void MapNotices(this RouteGroupBuilder api)
    {
        var notices = api.MapGroup("/notices").WithTags("Notices");
        notices.MapGet("/", List).WithName("ListNotices");
        notices.MapPost("/", Draft).WithName("DraftNotice");
        notices.MapPost("/{language}/publish", Publish).WithName("PublishNotice");
        var origins = api.MapGroup("/widget/origins").WithTags("Notices");
        origins.MapGet("/", Origins).WithName("ListWidgetOrigins");
        origins.MapPost("/", Allow).WithName("AllowWidgetOrigin");
        origins.MapDelete("/", Refuse).WithName("RefuseWidgetOrigin");
    }

    /// <param name="Language">BCP 47.</param>
    /// <param name="Body">What holds for every purpose, one paragraph a line.</param>
    /// <param name="Parts">What is said of each purpose: recording, transcription, ai, sharing or words of your own.</param>
    /// <param name="Spoken">Read out on the telephone: a few sentences, one a line.</param>
    internal sealed record NoticeRequest(string? Language, string? Title, string? Body, IReadOnlyList<PartRequest>? Parts, string? Spoken);

    internal sealed record PartRequest(string? Purpose, string? Text);

    /// <param name="Sha256">Of the text that was previewed, as the draft's answer tells it.</param>
    internal sealed record PublishRequest(string? Sha256);

    /// <param name="Origin">As browsers write it: https://app.example.com.</param>
    internal sealed record OriginRequest(string? Origin);

    /// <summary>The websites whose pages may frame the consent page.</summary>
    private static Task<IReadOnlyList<ListWidgetOrigins.Row>> Origins(IMediator mediator, CancellationToken ct) => mediator.Send(new ListWidgetOrigins.Query(), ct);

    /// <summary>Allows a website to frame the consent page.</summary>
    private static async Task<IResult> Allow(OriginRequest body, IMediator mediator, CancellationToken ct)
    {
        var allowed = await mediator.Send(new AllowWidgetOrigin.Command(body.Origin ?? ""), ct);
        return allowed.Error is { } error ? error.ToProblem() : TypedResults.Ok(new OriginRequest(allowed.Value));
    }

    /// <summary>Takes it back.</summary>
    private static async Task<IResult> Refuse(string? origin, IMediator mediator, CancellationToken ct)
    {
        var refused = await mediator.Send(new RefuseWidgetOrigin.Command(origin ?? ""), ct);
        return refused.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }

    /// <summary>Every version and every draft, with the points that seem to be missing.</summary>
    private static Task<ListNotices.View> List(IMediator mediator, CancellationToken ct) => mediator.Send(new ListNotices.Query(), ct);

    /// <summary>Writes the draft of the next version in a language; a draft that is there is replaced.</summary>
    private static async Task<IResult> Draft(NoticeRequest body, IMediator mediator, CancellationToken ct)
    {
        var drafted = await mediator.Send(
            new DraftNotice.Command(body.Language ?? "", body.Title ?? "", body.Body ?? "", [.. (body.Parts ?? []).Select(p => new NoticePart(p.Purpose ?? "", p.Text ?? ""))], body.Spoken), ct);
        return drafted.Error is { } error ? error.ToProblem() : TypedResults.Ok(drafted.Value);
    }

    /// <summary>The draft becomes the version in force, if it is still the text that was previewed.</summary>
    private static async Task<IResult> Publish(string language, PublishRequest body, IMediator mediator, CancellationToken ct)
    {
        var published = await mediator.Send(new PublishNotice.Command(language, body.Sha256 ?? ""), ct);
        return published.Error is { } error ? error.ToProblem() : TypedResults.Ok(published.Value);
    }
}
