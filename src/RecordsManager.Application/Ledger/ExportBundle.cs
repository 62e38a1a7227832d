using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// What an auditor takes away and verifies without us: the whole ledger up to a checkpoint that is signed for the occasion, or
/// the matching entries, each with its proof. A bundle holds no personal value: entries only commit to them.
/// </summary>
public static class ExportBundle
{
    /// <summary>Each proof is a part of its own; for more, the whole ledger is the better proof.</summary>
    public const int MostProofs = 10_000;

    /// <param name="Since">Size of a checkpoint that the auditor has: the bundle then shows that the ledger grew out of it.</param>
    [Requires(Permission.LedgerRead)]
    [RepeatsOnConflict] // another server may sign the same size, or make the key, at the same moment: then that is the one
    public sealed record Command(TrailFilter Filter, long? Since = null) : ICommand<Result<PreparedBundle>>;

    internal sealed class Handler(
        CheckpointWriter checkpoints, TrailEntries entries, BundleHistory history, BundleNotices notices, LedgerNodes nodes, CheckpointSigner signers, IUnitOfWork work, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Command, Result<PreparedBundle>>
    {
        public async Task<Result<PreparedBundle>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var checkpoint = await checkpoints.Sign(ct);
            var (filter, scope) = (command.Filter, command.Filter.IsEverything ? BundleScope.All : BundleScope.Matching);
            var count = scope == BundleScope.All ? checkpoint.Size : await entries.Count(filter, checkpoint.Size, ct);
            if (scope == BundleScope.Matching && count > MostProofs)
            {
                return LedgerErrors.TooManyProofs;
            }

            var (lines, named, measure) = await Entries(filter, checkpoint.Size, ct);
            List<BundleFile> files =
            [
                BundleFile.Of(BundleParts.Readme, BundleReadme.Text),
                BundleFile.Of(BundleParts.Keys, string.Concat((await signers.Known(ct)).Select(key => key + "\n"))),
                BundleFile.Of(BundleParts.Checkpoint, checkpoint.Note),
                .. await history.Of(checkpoint, command.Since, ct),
                .. await notices.Of(named, ct),
                lines with { Known = measure },
            ];
            if (scope == BundleScope.Matching)
            {
                await foreach (var (index, _) in entries.Leaves(filter, checkpoint.Size, ct))
                {
                    files.Add(BundleFile.Of(BundleParts.Proof(index), new InclusionProofFile(index, await MerkleProofs.Inclusion(nodes, index, checkpoint.Size, ct), checkpoint.Note).ToString()));
                }
            }

            using var signer = await signers.Open(ct);
            string? manifest = null;
            var bundle = await PreparedBundle.Of(
                new BundleHead(Leaf.Time(clock.GetUtcNow()), LedgerLeaf.Origin(actor.Organization), checkpoint.Size, Convert.ToBase64String(checkpoint.Root), scope, count, filter.Words()),
                files,
                (text, _) =>
                {
                    manifest = text.TrimEnd('\n').Split('\n')[^1]; // the SHA-256 of the manifest is the last line of what is signed
                    return Task.FromResult(SignedNote.Sign(text, signer).ToString());
                },
                ct);
            work.Record(Exported.Fact(actor, filter, "bundle", checkpoint.Size, manifest));
            return bundle;
        }

        /// <summary>One pass: how long the entries are, what they hash to, and which notices they name.</summary>
        private async Task<(BundleFile Lines, IReadOnlySet<string> Notices, Measure Measure)> Entries(TrailFilter filter, long size, CancellationToken ct)
        {
            HashSet<string> named = new(StringComparer.Ordinal);
            await using var measure = new MeasuringStream();
            await Write(filter, size, measure, leaf => BundleNotices.Named(leaf, named), ct);
            return (new BundleFile(BundleParts.Entries, (stream, token) => Write(filter, size, stream, null, token)), named, measure.Measure());
        }

        private async Task Write(TrailFilter filter, long size, Stream stream, Action<string>? seen, CancellationToken ct)
        {
            using var buffer = new MemoryStream(1 << 17);
            await foreach (var (_, leaf) in entries.Leaves(filter, size, ct))
            {
                seen?.Invoke(leaf);
                buffer.Write(Encoding.UTF8.GetBytes(leaf));
                buffer.WriteByte((byte)'\n');
                if (buffer.Length > 1 << 16)
                {
                    await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
                    buffer.SetLength(0);
                }
            }

            await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
        }
    }
}

/// <summary>The checkpoints on the way, each with the proof that it grew out of the one before.</summary>
internal sealed class BundleHistory(IReadDb db, LedgerNodes nodes)
{
    /// <summary>The newest; and the one that somebody asked for.</summary>
    private const int Most = 200;

    public async Task<IReadOnlyList<BundleFile>> Of(LedgerCheckpoint latest, long? since, CancellationToken ct)
    {
        var newest = await db.LedgerCheckpoints.Where(c => c.Size <= latest.Size && c.Size > 0).OrderByDescending(c => c.Size).Take(Most).ToListAsync(ct);
        if (since is { } size && newest.TrueForAll(c => c.Size != size))
        {
            newest.AddRange(await db.LedgerCheckpoints.Where(c => c.Size == size && c.Size > 0).ToListAsync(ct));
        }

        List<BundleFile> files = [];
        LedgerCheckpoint? before = null;
        foreach (var checkpoint in newest.OrderBy(c => c.Size))
        {
            var proof = before is null ? [] : await MerkleProofs.Consistency(nodes, before.Size, checkpoint.Size, ct);
            files.Add(BundleFile.Of(BundleParts.Earlier(checkpoint.Size), new EarlierCheckpoint(before?.Size ?? 0, proof, checkpoint.Note).ToString()));
            before = checkpoint;
        }

        return files;
    }
}
