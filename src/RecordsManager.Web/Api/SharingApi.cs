using MediatR;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Api;

internal static class SharingApi
{
    public static void MapSharing(this RouteGroupBuilder api)
    {
        api.MapGet("/recordings/{recording}/share-links/preview", Preview).WithName("PreviewShareLink").WithTags("Sharing");
        api.MapPost("/recordings/{recording}/share-links", Create).WithName("CreateShareLink").WithTags("Sharing");
        api.MapGet("/share-links", List).WithName("ListShareLinks").WithTags("Sharing");
        api.MapGet("/share-links/{link}/views", Views).WithName("ShowShareLinkViews").WithTags("Sharing");
        api.MapPost("/share-links/revoke", RevokeSeveral).WithName("RevokeShareLinks").WithTags("Sharing");
        api.MapPut("/share-links/{link}", Change).WithName("ChangeShareLink").WithTags("Sharing");
        api.MapDelete("/share-links/{link}", Revoke).WithName("RevokeShareLink").WithTags("Sharing");
    }

    /// <param name="StartsAt">Not before; without it at once.</param>
    /// <param name="Plays">How often it may be played, 1 to 1000; without it as often as they like.</param>
    /// <param name="Part">Of the recording; it is widened to whole fragments, and the answer says to what.</param>
    /// <param name="Reason">Why it is shared, for the organization; the recipient does not see it.</param>
    /// <param name="Passphrase">Asked for before anything is shown; 8 to 200 characters.</param>
    /// <param name="Mail">The recipient's address: a one-time code is mailed there before anything is shown, unless they are signed in with it.</param>
    /// <param name="AllowsDownload">The recipient may take a file; not together with plays, and only by whoever may take files.</param>
    /// <param name="Speakers">Participants who alone are heard and seen, each by themselves; without it everybody who agreed to sharing.</param>
    internal sealed record ShareRequest(
        string? Recipient, string? SharedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? StartsAt, int? Plays, PartRequest? Part, bool? WithoutChat, string? Reason, string? Passphrase, string? Mail, bool? AllowsDownload,
        IReadOnlyList<string>? Speakers);

    /// <summary>Seconds of the recording; without from its beginning, without to its end.</summary>
    internal sealed record PartRequest(double? From, double? To)
    {
        internal static PartRequest? Of(Stretch? asked) => asked is { } part ? new(part.FromNs / 1e9, part.ToNs == Stretch.Always.ToNs ? null : part.ToNs / 1e9) : null;

        internal Stretch Stretch => new((long)((From ?? 0) * 1e9), To is { } to ? (long)(to * 1e9) : Stretch.Always.ToNs);
    }

    /// <summary>Seconds of the recording.</summary>
    internal sealed record SharedPart(double From, double To)
    {
        public static SharedPart? Of(Span? span) => span is null ? null : new SharedPart(span.FromMs / 1000.0, span.ToMs / 1000.0);
    }

    /// <param name="Part">What really plays; null: all of it.</param>
    internal sealed record ShareMade(string Id, string Address, DateTimeOffset ExpiresAt, SharedPart? Part);

    /// <summary>All that can be changed of a link: what is not said is no condition, but for the end, which stays.</summary>
    /// <param name="ExpiresAt">At most 90 days after it was made.</param>
    /// <param name="StartsAt">Not before; without it at once.</param>
    /// <param name="Plays">How often it may be played, with those that there were.</param>
    /// <param name="Part">Of the recording; it is widened to whole fragments.</param>
    internal sealed record TermsRequest(DateTimeOffset? ExpiresAt, DateTimeOffset? StartsAt, int? Plays, PartRequest? Part, bool? WithoutChat, string? Reason, bool? AllowsDownload);

    /// <param name="Part">What really plays; null: all of it.</param>
    /// <param name="Was">What it was before: sent back, it takes the change back.</param>
    internal sealed record ShareChanged(string Id, DateTimeOffset ExpiresAt, SharedPart? Part, TermsRequest Was);

    /// <param name="Session">The same for what was played by one browser in one go; null of views before 2026-12.</param>
    /// <param name="Watched">What its player told, in seconds of the recording.</param>
    internal sealed record ShareView(string? Session, DateTimeOffset At, IEnumerable<SharedPart> Watched);

    /// <param name="Live">How many links are live, and how many are over, whatever is listed.</param>
    internal sealed record ShareLinks(IEnumerable<ShareLinkRow> Items, int Live, int Over);

    /// <param name="State">live, waiting (for its start), expired, revoked or shut (after ten wrong tries).</param>
    internal sealed record ShareLinkRow(
        string Id, string Recording, string Title, string Recipient, string SharedBy, string State, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int Views, DateTimeOffset? LastViewedAt,
        DateTimeOffset? StartsAt, int? Plays, SharedPart? Part, bool WithoutChat, bool AllowsDownload, string? Reason, bool AsksPassphrase, bool AsksCode, IEnumerable<string> Speakers)
    {
        public static ShareLinkRow Of(ShareLinkView l, string title) => new(
            l.Id.ToString(), l.Recording.ToString(), title, l.Recipient, l.SharedBy, Word(l.State), l.CreatedAt, l.ExpiresAt, l.Views, l.LastViewedAt,
            l.StartsAt, l.PlaysAllowed, SharedPart.Of(l.Part), l.WithoutChat, l.AllowsDownload, l.Reason, l.AsksPassphrase, l.AsksCode, l.Speakers.Select(s => s.Participant.ToString()));
    }

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
        var under = new CreateShareLink.Conditions(
            body.StartsAt, body.Plays, body.Part?.Stretch, body.WithoutChat ?? false, body.Reason, body.Passphrase, body.Mail, body.AllowsDownload ?? false,
            body.Speakers?.Select(s => ParticipantId.TryParse(s, out var who) ? who : default).ToList());
        var created = await mediator.Send(
            new CreateShareLink.Command(CallsApi.Recording(recording), body.Recipient ?? "", body.SharedBy ?? "the records team", body.ExpiresAt ?? clock.GetUtcNow().AddDays(7), under), ct);
        return created.Error is { } error
            ? error.ToProblem()
            : TypedResults.Created((string?)null, new ShareMade(created.Value.Id.ToString(), $"{request.Scheme}://{request.Host}/s/{created.Value.Token}", created.Value.ExpiresAt,
                SharedPart.Of(created.Value.Part is { } plays ? Span.Of(plays) : null)));
    }

    /// <summary>Other conditions for a link that is live: open players meet them within seconds. Its address, its recipient and what it asks for stay.</summary>
    private static async Task<IResult> Change(string link, TermsRequest body, IMediator mediator, CancellationToken ct)
    {
        var under = new ChangeShareLink.Conditions(body.ExpiresAt, body.StartsAt, body.Plays, body.Part?.Stretch, body.WithoutChat ?? false, body.Reason, body.AllowsDownload ?? false);
        var changed = await mediator.Send(new ChangeShareLink.Command(ShareLinkId.TryParse(link, out var id) ? id : default, under), ct);
        if (changed.Error is { } error)
        {
            return error.ToProblem();
        }

        var (expiresAt, plays, was) = changed.Value;
        return TypedResults.Ok(new ShareChanged(
            id.ToString(), expiresAt, SharedPart.Of(plays is { } part ? Span.Of(part) : null),
            new TermsRequest(was.ExpiresAt, was.StartsAt, was.Plays, PartRequest.Of(was.Part), was.WithoutChat, was.Reason, was.AllowsDownload)));
    }

    /// <summary>Who watched what through a link: its plays, the last first, and what the player told of each.</summary>
    private static async Task<IResult> Views(string link, IMediator mediator, CancellationToken ct)
    {
        var shown = await mediator.Send(new ShowShareLinkViews.Query(ShareLinkId.TryParse(link, out var id) ? id : default), ct);
        return shown.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(shown.Value.Select(v => new ShareView(v.Session, v.At, v.Watched.Select(s => SharedPart.Of(s)!))));
    }

    /// <summary>The live links, those that end first before the others, or with state=ended those that are over; a hundred at most, of one recording if it is named.</summary>
    private static async Task<IResult> List(string? state, string? recording, IMediator mediator, CancellationToken ct)
    {
        var listed = await mediator.Send(new ListShareLinks.Query(state == "ended", recording is null ? null : CallsApi.Recording(recording)), ct);
        return TypedResults.Ok(new ShareLinks(
            listed.Rows.Select(r => ShareLinkRow.Of(r.Link, r.Title)),
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
        LinkState.Waiting => "waiting",
        LinkState.Expired => "expired",
        LinkState.Shut => "shut",
        _ => "revoked",
    };

    /// <summary>Ends a link now.</summary>
    private static async Task<IResult> Revoke(string link, IMediator mediator, CancellationToken ct)
    {
        var revoked = await mediator.Send(new RevokeShareLinks.Command([ShareLinkId.TryParse(link, out var id) ? id : default]), ct);
        return revoked.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }
}
