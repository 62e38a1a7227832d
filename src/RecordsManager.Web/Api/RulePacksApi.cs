using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RecordsManager.Application.Consent;

namespace RecordsManager.Web.Api;

/// <summary>The rules by which it is decided: which are in force, and what others would change.</summary>
internal static class RulePacksApi
{
    private const int MostBytes = 4 * 1024 * 1024;

    public static void MapRulePacks(this RouteGroupBuilder api)
    {
        var rules = api.MapGroup("/policies/rules").WithTags("Policies");
        rules.MapGet("/", List).WithName("ListRulePacks");
        rules.MapGet("/{number:int}/document", Document).WithName("ReadRulePack").Produces<JsonElement>();
        rules.MapPost("/simulate", Simulate).WithName("SimulateRulePack").Accepts<JsonElement>("application/json").WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        rules.MapPost("/", Install).WithName("InstallRulePack").Accepts<JsonElement>("application/json").WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        rules.MapDelete("/{number:int}", Withdraw).WithName("WithdrawRulePack");
    }

    /// <param name="ShippedVersion">Of the rules that came with this version of the product.</param>
    /// <param name="ShippedIsAside">Rules of your own are in force, so that the shipped ones were not taken up.</param>
    internal sealed record RulePacks(string ShippedVersion, bool ShippedIsAside, IReadOnlyList<RulePackRow> Packs);

    /// <param name="Origin">shipped or own.</param>
    /// <param name="State">scheduled, in-force, superseded or withdrawn.</param>
    internal sealed record RulePackRow(int Number, string Version, string Origin, string State, string Sha256, DateTimeOffset EffectiveFrom, DateTimeOffset InstalledAt, string InstalledBy);

    internal sealed record Installed(int Number);

    /// <summary>All rule packs, the newest first.</summary>
    private static async Task<IResult> List(IMediator mediator, CancellationToken ct)
    {
        var view = await mediator.Send(new ListRulePacks.Query(), ct);
        return TypedResults.Ok(new RulePacks(view.ShippedVersion, view.ShippedIsAside, [.. view.Packs.Select(row => new RulePackRow(
            row.Pack.Number, row.Pack.Version, Words.Of(row.Pack.Origin), Words.Of(row.State), row.Pack.Sha256, row.Pack.EffectiveFrom, row.Pack.InstalledAt, row.Pack.InstalledBy))]));
    }

    /// <summary>The text of a pack, byte for byte what its hash is of.</summary>
    private static async Task<IResult> Document(int number, IMediator mediator, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadRulePack.Query(number), ct);
        return read.Error is { } error ? error.ToProblem() : TypedResults.Text(read.Value.Document, "application/json");
    }

    /// <summary>What the pack in the body would change, by place and by call; nothing is changed.</summary>
    /// <param name="effectiveFrom">When it would take effect; now if none is named.</param>
    private static async Task<IResult> Simulate(HttpRequest request, DateTimeOffset? effectiveFrom, IMediator mediator, CancellationToken ct)
    {
        var plan = await mediator.Send(new SimulateRulePack.Query(await Body(request, ct), effectiveFrom), ct);
        return plan.Error is { } error ? error.ToProblem() : TypedResults.Ok(plan.Value);
    }

    /// <summary>Installs the pack in the body exactly as it was simulated; a plan that no longer fits is refused.</summary>
    /// <param name="effectiveFrom">As in the simulation.</param>
    /// <param name="plan">From simulate, for the same pack and time.</param>
    private static async Task<IResult> Install(HttpRequest request, DateTimeOffset? effectiveFrom, string? plan, IMediator mediator, CancellationToken ct)
    {
        var installed = await mediator.Send(new InstallRulePack.Command(await Body(request, ct), effectiveFrom, plan ?? ""), ct);
        return installed.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/policies/rules/{installed.Value}/document", new Installed(installed.Value));
    }

    /// <summary>Takes back a pack that has not taken effect.</summary>
    private static async Task<IResult> Withdraw(int number, IMediator mediator, CancellationToken ct)
    {
        var withdrawn = await mediator.Send(new WithdrawRulePack.Command(number), ct);
        return withdrawn.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }

    private static async Task<string> Body(HttpRequest request, CancellationToken ct)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync(ct);
    }
}
