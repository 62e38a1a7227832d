using System.Globalization;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// Reads the whole ledger again in constant memory and compares everything with everything: leaves with hashes, columns with
/// leaves, subtrees and roots with what was signed, sealed values with their commitments. Says which part is not what was written.
/// </summary>
public static class ScrubLedger
{
    [Requires(Permission.LedgerRead)]
    public sealed record Command : ICommand<Result<Report>>;

    /// <param name="Part">leaf, leaf_hash, index, at, kind, object, person, actor, subtrees, checkpoint, signature, payload, count, key.</param>
    /// <param name="At">Index of the entry, size of the checkpoint, or number of the key.</param>
    public sealed record Finding(string Part, long At, string What);

    public sealed record Report(long Entries, long Checkpoints, long Payloads, IReadOnlyList<Finding> Findings)
    {
        public bool IsClean => Findings.Count == 0;
    }

    internal sealed class Handler(IReadDb db, IWriteDb write, LedgerPayloads payloads, CheckpointSigner signers, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Command, Result<Report>>
    {
        /// <summary>After so many something is wrong with all of it, and more lines help nobody.</summary>
        private const int Enough = 100;
        private const int Batch = 1000;

        private readonly List<Finding> _findings = [];
        private readonly MerkleFrontier _frontier = new();
        private long _payloads;

        public async Task<Result<Report>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var startedAt = clock.GetUtcNow();
            var keys = await CheckKeys(ct);
            var checkpoints = new Queue<LedgerCheckpoint>(await db.LedgerCheckpoints.OrderBy(c => c.Size).ToListAsync(ct));
            var signed = checkpoints.Count;
            DateTimeOffset? before = null;
            var next = 0L;
            while (_findings.Count < Enough)
            {
                var from = next;
                var entries = await db.LedgerEntries.Where(e => e.Index >= from).OrderBy(e => e.Index).Take(Batch).ToListAsync(ct);
                if (entries.Count == 0)
                {
                    break;
                }

                foreach (var entry in entries)
                {
                    Check(entry, before);
                    before = entry.At;
                    Check(checkpoints, keys);
                }

                await CheckPayloads(entries, ct);
                next = entries[^1].Index + 1;
            }

            // Rows that the walk by index does not meet, whatever hides them, are still counted.
            var counted = await db.LedgerEntries.Where(e => e.Index < next).LongCountAsync(ct);
            if (_findings.Count < Enough && counted != _frontier.Size)
            {
                Found("count", _frontier.Size, string.Create(CultureInfo.InvariantCulture, $"{counted} rows are there, and the ledger has {_frontier.Size} entries: some stand outside it."));
            }

            foreach (var lost in _findings.Count < Enough ? checkpoints : [])
            {
                Found("checkpoint", lost.Size, string.Create(CultureInfo.InvariantCulture, $"{lost.Size} entries were signed, and only {_frontier.Size} are there: the end of the ledger was cut off."));
            }

            var report = new Report(_frontier.Size, signed, _payloads, [.. _findings.Take(Enough)]);
            write.Add(new LedgerScrub(Guid.CreateVersion7(startedAt), actor.Organization, startedAt, clock.GetUtcNow(), report.Entries, report.Checkpoints, report.Payloads, JsonSerializer.Serialize(report.Findings)));
            return report;
        }

        /// <summary>The keys that verify, as far as they can be read; each has to belong to its private part.</summary>
        private async Task<IReadOnlyList<NoteKey>> CheckKeys(CancellationToken ct)
        {
            List<NoteKey> keys = [];
            foreach (var kept in await db.LedgerKeys.OrderBy(k => k.Ordinal).ToListAsync(ct))
            {
                try
                {
                    keys.Add(NoteKey.Parse(kept.VerifierKey));
                }
                catch (ProofFormatException broken)
                {
                    Found("key", kept.Ordinal, broken.Message);
                }

                if (await signers.WhatIsWrong(kept, ct) is { } wrong)
                {
                    Found("key", kept.Ordinal, wrong);
                }
            }

            return keys;
        }

        private void Check(LedgerEntry entry, DateTimeOffset? before)
        {
            if (entry.Index != _frontier.Size)
            {
                Found("index", entry.Index, $"Entry {_frontier.Size} should follow here: one is missing, or stands twice.");
            }

            var hash = MerkleTree.LeafHash(Encoding.UTF8.GetBytes(entry.Leaf));
            if (!hash.AsSpan().SequenceEqual(entry.LeafHash))
            {
                Found("leaf_hash", entry.Index, "The hash is not that of the leaf: one of them was changed.");
            }

            try
            {
                var leaf = LedgerLeaf.Read(entry.Leaf);
                if (LedgerLeaf.ColumnThatDisagrees(entry, leaf) is { } column)
                {
                    Found(column, entry.Index, $"The column {column} does not say what the leaf says.");
                }

                if (leaf.Version > 1 && leaf.Origin != LedgerLeaf.Origin(entry.Organization))
                {
                    Found("leaf", entry.Index, "The leaf belongs to another ledger.");
                }
            }
            catch (ProofFormatException broken)
            {
                Found("leaf", entry.Index, broken.Message);
            }

            if (entry.At < before)
            {
                Found("at", entry.Index, "The entry is older than the one before it.");
            }

            if (!_frontier.Append(hash).SelectMany(h => h).SequenceEqual(entry.Subtrees))
            {
                Found("subtrees", entry.Index, "The hashes of the subtrees that end here are not those of the entries before.");
            }
        }

        private void Check(Queue<LedgerCheckpoint> checkpoints, IReadOnlyList<NoteKey> keys)
        {
            while (checkpoints.TryPeek(out var checkpoint) && checkpoint.Size <= _frontier.Size)
            {
                checkpoints.Dequeue();
                var root = _frontier.Root();
                if (checkpoint.Size != _frontier.Size || !root.AsSpan().SequenceEqual(checkpoint.Root))
                {
                    Found("checkpoint", checkpoint.Size, "The entries up to here are not those that were signed.");
                }

                try
                {
                    var note = Checkpoint.Open(checkpoint.Note, keys);
                    if (note.Size != checkpoint.Size || !note.Root.AsSpan().SequenceEqual(checkpoint.Root))
                    {
                        Found("checkpoint", checkpoint.Size, "The signed note says something else than its row.");
                    }
                }
                catch (ProofFormatException broken)
                {
                    Found("signature", checkpoint.Size, broken.Message);
                }
            }
        }

        private async Task CheckPayloads(List<LedgerEntry> entries, CancellationToken ct)
        {
            await foreach (var (entry, payload, unreadable) in payloads.Each(entries, ct))
            {
                if (unreadable is { } reason && reason != UnreadableReason.KeyDestroyed)
                {
                    Found("payload", entry.Index, "The sealed values beside the entry are damaged, or are those of another entry.");
                }
                else if (payload is not null)
                {
                    _payloads++;
                    if (Commitment.Of(payload.Salt, payload.Values) != LedgerLeaf.Read(entry.Leaf).Commitment)
                    {
                        Found("payload", entry.Index, "The values beside the entry are not those that it commits to.");
                    }
                }
            }
        }

        private void Found(string part, long at, string what) => _findings.Add(new Finding(part, at, what));
    }
}
