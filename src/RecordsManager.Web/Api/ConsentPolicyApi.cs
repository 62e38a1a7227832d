using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Api;

/// <summary>What the organization asks beside the law, and what a change of it would do.</summary>
internal static class ConsentPolicyApi
{
    public static void MapConsentPolicy(this RouteGroupBuilder api)
    {
        var policy = api.MapGroup("/policies/consent").WithTags("Policies");
        policy.MapGet("/", Show).WithName("ShowConsentPolicy");
        policy.MapPut("/", Change).WithName("ChangeConsentPolicy");
        policy.MapPost("/simulate", Simulate).WithName("SimulateConsentPolicy");
    }

    internal sealed record Policy(int Version, DateTimeOffset? InForceSince, string RulePack, string EstablishedIn, PolicyTerms Terms);

    /// <param name="Plan">From simulate, for the same terms.</param>
    internal sealed record ChangeRequest(PolicyTerms? Terms, string? Plan);

    internal sealed record Changed(int Version);

    /// <summary>The policy in force; version 0 is the default.</summary>
    private static async Task<IResult> Show(IMediator mediator, CancellationToken ct)
    {
        var view = await mediator.Send(new ShowConsentPolicy.Query(), ct);
        return TypedResults.Ok(new Policy(view.Version, view.InForceSince, view.PackVersion, view.EstablishedIn, view.Terms));
    }

    /// <summary>Puts terms in force exactly as they were simulated; a plan that no longer fits is refused.</summary>
    private static async Task<IResult> Change(ChangeRequest? body, IMediator mediator, CancellationToken ct)
    {
        var changed = await mediator.Send(new ChangeConsentPolicy.Command(body?.Terms ?? new PolicyTerms(), body?.Terms is null ? "" : body.Plan ?? ""), ct);
        return changed.Error is { } error ? error.ToProblem() : TypedResults.Ok(new Changed(changed.Value));
    }

    /// <summary>Which recordings and participants would change state, and why; nothing is changed.</summary>
    private static async Task<IResult> Simulate(PolicyTerms body, IMediator mediator, CancellationToken ct)
    {
        var plan = await mediator.Send(new SimulateConsentPolicy.Query(body), ct);
        return plan.Error is { } error ? error.ToProblem() : TypedResults.Ok(plan.Value);
    }
}
