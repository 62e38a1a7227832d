using MediatR;
using RecordsManager.Application.Ledger;

namespace RecordsManager.Web.Api;

/// <summary>What anybody needs to verify the ledger without us; hashes in standard base64, as in the notes.</summary>
internal static class LedgerApi
{
    public static void MapLedger(this RouteGroupBuilder api)
    {
        var ledger = api.MapGroup("/ledger").WithTags("Trail");
        ledger.MapGet("/checkpoint", Checkpoint).WithName("ShowCheckpoint");
        ledger.MapPost("/checkpoint", Sign).WithName("SignCheckpoint");
        ledger.MapGet("/keys", Keys).WithName("ListLedgerKeys");
        ledger.MapGet("/proof/inclusion", Inclusion).WithName("ProveInclusion");
        ledger.MapGet("/proof/consistency", Consistency).WithName("ProveConsistency");
        ledger.MapPost("/scrub", Scrub).WithName("ScrubLedger");
    }

    internal sealed record KeyRow(string KeyId, string VerifierKey, DateTimeOffset MadeAt);

    internal sealed record InclusionProof(long Index, long Size, string LeafHash, IReadOnlyList<string> Path, string Root, string? Checkpoint);

    internal sealed record ConsistencyProof(long First, long Second, IReadOnlyList<string> Path, string FirstRoot, string SecondRoot);

    /// <summary>The newest signed checkpoint, as a signed note (C2SP tlog-checkpoint).</summary>
    private static async Task<IResult> Checkpoint(IMediator mediator, CancellationToken ct)
    {
        var newest = await mediator.Send(new ShowCheckpoint.Query(), ct);
        return newest.Error is { } error ? error.ToProblem() : TypedResults.Text(newest.Value.Note, "text/plain; charset=utf-8");
    }

    /// <summary>Signs a checkpoint over the ledger as it is now and answers the note; the same size is signed once.</summary>
    private static async Task<IResult> Sign(IMediator mediator, CancellationToken ct)
    {
        var signed = await mediator.Send(new SignCheckpoint.Command(), ct);
        return signed.Error is { } error ? error.ToProblem() : TypedResults.Text(signed.Value.Note, "text/plain; charset=utf-8");
    }

    /// <summary>The keys by which checkpoints are verified, oldest first.</summary>
    private static async Task<IResult> Keys(IMediator mediator, CancellationToken ct) =>
        TypedResults.Ok((await mediator.Send(new ListLedgerKeys.Query(), ct)).Select(k => new KeyRow(k.KeyId, k.VerifierKey, k.MadeAt)));

    /// <summary>That an entry stands in the ledger of a size; that of the newest checkpoint if none is given.</summary>
    private static async Task<IResult> Inclusion(long? index, long? size, IMediator mediator, CancellationToken ct)
    {
        var proved = await mediator.Send(new ProveInclusion.Query(index ?? -1, size), ct);
        return proved.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(new InclusionProof(proved.Value.Index, proved.Value.Size, Text(proved.Value.LeafHash), [.. proved.Value.Path.Select(Text)], Text(proved.Value.Root), proved.Value.Checkpoint));
    }

    /// <summary>That the ledger of the second size begins with the ledger of the first.</summary>
    private static async Task<IResult> Consistency(long? first, long? second, IMediator mediator, CancellationToken ct)
    {
        var proved = await mediator.Send(new ProveConsistency.Query(first ?? 0, second ?? 0), ct);
        return proved.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(new ConsistencyProof(proved.Value.First, proved.Value.Second, [.. proved.Value.Path.Select(Text)], Text(proved.Value.FirstRoot), Text(proved.Value.SecondRoot)));
    }

    /// <summary>Reads the whole ledger again and says which part is not what was written.</summary>
    private static async Task<IResult> Scrub(IMediator mediator, CancellationToken ct)
    {
        var scrubbed = await mediator.Send(new ScrubLedger.Command(), ct);
        return scrubbed.Error is { } error ? error.ToProblem() : TypedResults.Ok(scrubbed.Value);
    }

    private static string Text(byte[] hash) => Convert.ToBase64String(hash);
}
