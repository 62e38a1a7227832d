using MediatR;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Api;

internal static class SharingApi
{
    public static void MapSharing(this RouteGroupBuilder api)
    {
        api.MapGet("/recordings/{recording}/share-links/preview", Preview).WithName("PreviewShareLink").WithTags("Sharing");
        api.MapPost("/recordings/{recording}/share-links", Create).WithName("CreateShareLink").WithTags("Sharing");
        api.MapGet("/share-links", List).WithName("ListShareLinks").WithTags("Sharing");
        api.MapPost("/share-links/revoke", RevokeSeveral).WithName("RevokeShareLinks").WithTags("Sharing");
        api.MapDelete("/share-links/{link}", Revoke).WithName("RevokeShareLink").WithTags("Sharing");
    }

    internal sealed record ShareRequest(string? Recipient, string? SharedBy, DateTimeOffset? ExpiresAt);

    internal sealed record ShareMade(string Id, string Address, DateTimeOffset ExpiresAt);

    /// <param name="Live">How many links are live, and how many are over, whatever is listed.</param>
    internal sealed record ShareLinks(IEnumerable<ShareLinkRow> Items, int Live, int Over);

    /// <param name="State">live, expired or revoked.</param>
    internal sealed record ShareLinkRow(
        string Id, string Recording, string Title, string Recipient, string SharedBy, string State, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int Views, DateTimeOffset? LastViewedAt);

    internal sealed record RevocationRequest(IReadOnlyList<string>? Links);

    internal sealed record SharePreview(bool IsShareable, IReadOnlyList<SharedPerson> People);

    internal sealed record SharedPerson(string Participant, string DisplayName, bool IsIncluded, IReadOnlyList<string> Reasons);

    /// <summary>Whom a link to this recording would play, who is left out, and why.</summary>
    private static async Task<IResult> Preview(string recording, IMediator mediator, CancellationToken ct)
    {
        var preview = await mediator.Send(new PreviewShareLink.Query(CallsApi.Recording(recording)), ct);
        return preview.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(new SharePreview(
                preview.Value.IsShareable, [.. preview.Value.People.Select(p => new SharedPerson(p.Participant.ToString(), p.DisplayName, p.IsIncluded, p.Reasons))]));
    }

    /// <summary>A link for one recipient, for a while. It plays only who agreed to sharing; if that is nobody, none is made. Without expiresAt it lives seven days.</summary>
    private static async Task<IResult> Create(string recording, ShareRequest body, HttpRequest request, IMediator mediator, TimeProvider clock, CancellationToken ct)
    {
        var created = await mediator.Send(
            new CreateShareLink.Command(CallsApi.Recording(recording), body.Recipient ?? "", body.SharedBy ?? "the records team", body.ExpiresAt ?? clock.GetUtcNow().AddDays(7)), ct);
        return created.Error is { } error
            ? error.ToProblem()
            : TypedResults.Created((string?)null, new ShareMade(created.Value.Id.ToString(), $"{request.Scheme}://{request.Host}/s/{created.Value.Token}", created.Value.ExpiresAt));
    }

    /// <summary>The live links, those that end first before the others, or with state=ended those that are over; a hundred at most, of one recording if it is named.</summary>
    private static async Task<IResult> List(string? state, string? recording, IMediator mediator, CancellationToken ct)
    {
        var listed = await mediator.Send(new ListShareLinks.Query(state == "ended", recording is null ? null : CallsApi.Recording(recording)), ct);
        return TypedResults.Ok(new ShareLinks(
            listed.Rows.Select(r => new ShareLinkRow(
                r.Link.Id.ToString(), r.Link.Recording.ToString(), r.Title, r.Link.Recipient, r.Link.SharedBy, Word(r.Link.State), r.Link.CreatedAt, r.Link.ExpiresAt, r.Link.Views, r.Link.LastViewedAt)),
            listed.Live, listed.Over));
    }

    /// <summary>Ends several links now, all or none; says how many were live.</summary>
    private static async Task<IResult> RevokeSeveral(RevocationRequest body, IMediator mediator, CancellationToken ct)
    {
        var links = (body.Links ?? []).Select(l => ShareLinkId.TryParse(l, out var id) ? id : default).ToList();
        var revoked = await mediator.Send(new RevokeShareLinks.Command(links), ct);
        return revoked.Error is { } error ? error.ToProblem() : TypedResults.Ok(revoked.Value);
    }

    private static string Word(LinkState state) => state switch
    {
        LinkState.Live => "live",
        LinkState.Expired => "expired",
        _ => "revoked",
    };

    /// <summary>Ends a link now.</summary>
    private static async Task<IResult> Revoke(string link, IMediator mediator, CancellationToken ct)
    {
        var revoked = await mediator.Send(new RevokeShareLinks.Command([ShareLinkId.TryParse(link, out var id) ? id : default]), ct);
        return revoked.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }
}
