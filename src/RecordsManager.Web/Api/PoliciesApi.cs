using MediatR;
using RecordsManager.Application.Retention;

namespace RecordsManager.Web.Api;

internal static class PoliciesApi
{
    public static void MapPolicies(this RouteGroupBuilder api)
    {
        var retention = api.MapGroup("/policies/retention").WithTags("Policies");
        retention.MapGet("/", Show).WithName("ShowRetentionPolicy");
        retention.MapPost("/", Change).WithName("ChangeRetentionPolicy");
        retention.MapPost("/simulate", Simulate).WithName("SimulateRetentionPolicy");
    }

    /// <param name="Keep">ISO 8601 period, e.g. P90D.</param>
    internal sealed record RetentionRequest(string? Keep, int? GraceDays);

    /// <summary>The policy and what ends when.</summary>
    private static Task<ShowRetentionPolicy.View> Show(IMediator mediator, CancellationToken ct) => mediator.Send(new ShowRetentionPolicy.Query(), ct);

    /// <summary>Changes the policy, for everything kept under it.</summary>
    private static async Task<IResult> Change(RetentionRequest body, IMediator mediator, CancellationToken ct)
    {
        var changed = await mediator.Send(new ChangeRetentionPolicy.Command(body.Keep ?? "", body.GraceDays ?? 30), ct);
        return changed.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }

    /// <summary>What the change would do; nothing is changed.</summary>
    private static async Task<IResult> Simulate(RetentionRequest body, IMediator mediator, CancellationToken ct)
    {
        var view = await mediator.Send(new ShowRetentionPolicy.Query(body.Keep, body.GraceDays), ct);
        return view.Error is { } error ? error.ToProblem() : TypedResults.Ok(view);
    }
}
