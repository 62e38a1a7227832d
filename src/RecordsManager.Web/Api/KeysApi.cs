using MediatR;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Sharing;

namespace RecordsManager.Web.Api;

internal static class KeysApi
{
    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("/", Show).WithName("ShowKeys");
        keys.MapGet("/links", ShowLinks).WithName("ShowLinkKeys");
        keys.MapPost("/links/rotate", RotateLinks).WithName("RotateLinkKey");
        keys.MapPost("/links/{number:int}/retire", RetireLinks).WithName("RetireLinkKey");
        keys.MapPost("/rotate", Rotate).WithName("RotateKeys");
        keys.MapPost("/switch", Switch).WithName("SwitchKeys");
        keys.MapPost("/switch/commit", Commit).WithName("CommitKeySwitch");
        keys.MapPost("/switch/rollback", RollBack).WithName("RollBackKeySwitch");
    }

    internal sealed record EpochView(int Epoch, string Provider, DateTimeOffset MadeAt, bool IsOnTrial);

    /// <param name="RotationDueAt">While a switch is on trial: when it is committed. Null: never by itself.</param>
    internal sealed record KeysView(IReadOnlyList<EpochView> Epochs, DateTimeOffset? RotationDueAt);

    /// <param name="Provider">file, pkcs11 or aws-kms.</param>
    internal sealed record SwitchRequest(string? Provider);

    /// <param name="CommittedAt">When it is for good at the latest; null: when somebody says so.</param>
    internal sealed record Switched(int Epoch, string Provider, string From, int Exchanged, DateTimeOffset? CommittedAt);

    /// <param name="OutOfReach">Providers that could not be asked for former KEKs: what they hold is destroyed when they are back.</param>
    internal sealed record Rotated(int Epoch, string Provider, DateTimeOffset MadeAt, int Exchanged, IReadOnlyList<int> Destroyed, IReadOnlyList<string> OutOfReach);

    /// <summary>The epochs of the organization's KEK; several while a rotation is under way or a switch on trial. Never a key.</summary>
    private static async Task<IResult> Show(IMediator mediator, CancellationToken ct)
    {
        var view = await mediator.Send(new ShowKeys.Query(), ct);
        return TypedResults.Ok(new KeysView([.. view.Epochs.Select(e => new EpochView(e.Number, e.Provider, e.MadeAt, e.IsOnTrial))], view.DueAt));
    }

    /// <summary>Puts all keys under a new KEK and destroys the old one; it answers when that is done. One that was interrupted is ended first.</summary>
    private static async Task<IResult> Rotate(IMediator mediator, CancellationToken ct) => Answer(await mediator.Send(new RotateKeys.Command(), ct));

    /// <summary>Moves all keys to another provider, on trial, while everybody works; it answers when all are there. One that was interrupted goes on.</summary>
    private static async Task<IResult> Switch(SwitchRequest body, IMediator mediator, CancellationToken ct)
    {
        var switched = await mediator.Send(new SwitchKeys.Command(body.Provider ?? ""), ct);
        return switched.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(new Switched(switched.Value.Epoch, switched.Value.Provider, switched.Value.From, switched.Value.Exchanged, switched.Value.CommittedAt));
    }

    /// <summary>The switch is for good: the former KEK is destroyed.</summary>
    private static async Task<IResult> Commit(IMediator mediator, CancellationToken ct) => Answer(await mediator.Send(new CommitKeySwitch.Command(), ct));

    /// <summary>Undoes the switch: all keys move to a new KEK with the provider of before.</summary>
    private static async Task<IResult> RollBack(IMediator mediator, CancellationToken ct) => Answer(await mediator.Send(new RollBackKeySwitch.Command(), ct));

    /// <param name="Signs">It signs new links; the others only verify those that were made with them.</param>
    internal sealed record LinkKeyView(int Id, DateTimeOffset MadeAt, bool Signs);

    /// <summary>The keys that sign the addresses of links, questions and personal pages. Never a key itself.</summary>
    private static async Task<IResult> ShowLinks(IMediator mediator, CancellationToken ct)
    {
        var keys = await mediator.Send(new ShowLinkKeys.Query(), ct);
        return TypedResults.Ok(keys.Select(k => new LinkKeyView(k.Id, k.MadeAt, k == keys[^1])));
    }

    /// <summary>Makes a key that signs from now on. Links that were made before stay good.</summary>
    private static async Task<IResult> RotateLinks(IMediator mediator, CancellationToken ct)
    {
        var rotated = await mediator.Send(new RotateLinkKey.Command(), ct);
        return rotated.Error is { } error ? error.ToProblem() : TypedResults.Ok(new LinkKeyView(rotated.Value.Id, rotated.Value.MadeAt, Signs: true));
    }

    /// <summary>Destroys an older key: everything that it signed is unknown from then on.</summary>
    private static async Task<IResult> RetireLinks(int number, IMediator mediator, CancellationToken ct)
    {
        var retired = await mediator.Send(new RetireLinkKey.Command(number), ct);
        return retired.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }

    private static IResult Answer(Domain.Result<RotationView> rotated) => rotated.Error is { } error
        ? error.ToProblem()
        : TypedResults.Ok(new Rotated(rotated.Value.Epoch, rotated.Value.Provider, rotated.Value.MadeAt, rotated.Value.Exchanged, rotated.Value.Destroyed, rotated.Value.OutOfReach));
}
