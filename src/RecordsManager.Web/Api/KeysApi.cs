using MediatR;
using RecordsManager.Application.Keys;

namespace RecordsManager.Web.Api;

internal static class KeysApi
{
    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("/", Show).WithName("ShowKeys");
        keys.MapPost("/rotate", Rotate).WithName("RotateKeys");
    }

    internal sealed record EpochView(int Epoch, string Provider, DateTimeOffset MadeAt);

    /// <param name="RotationDueAt">Null: never by itself.</param>
    internal sealed record KeysView(IReadOnlyList<EpochView> Epochs, DateTimeOffset? RotationDueAt);

    internal sealed record Rotated(int Epoch, string Provider, DateTimeOffset MadeAt, int Exchanged, IReadOnlyList<int> Destroyed);

    /// <summary>The epochs of the organization's KEK; several while a rotation is under way. Never a key.</summary>
    private static async Task<IResult> Show(IMediator mediator, CancellationToken ct)
    {
        var view = await mediator.Send(new ShowKeys.Query(), ct);
        return TypedResults.Ok(new KeysView([.. view.Epochs.Select(e => new EpochView(e.Number, e.Provider, e.MadeAt))], view.DueAt));
    }

    /// <summary>Puts all keys under a new KEK and destroys the old one; it answers when that is done. One that was interrupted is ended first.</summary>
    private static async Task<IResult> Rotate(IMediator mediator, CancellationToken ct)
    {
        var rotated = await mediator.Send(new RotateKeys.Command(), ct);
        return rotated.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(new Rotated(rotated.Value.Epoch, rotated.Value.Provider, rotated.Value.MadeAt, rotated.Value.Exchanged, rotated.Value.Destroyed));
    }
}
