using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>One entry opened: what it says, the notice in full, and its proof, checked.</summary>
public static class ShowEntry
{
    [Requires(Permission.LedgerRead)]
    public sealed record Query(long Index) : IQuery<Result<View>>;

    /// <param name="Checkpoint">The newest that covers the entry; null while there is none.</param>
    /// <param name="Key">Which key signed it.</param>
    /// <param name="Wrong">What does not hold; null when leaf, proof and signature do.</param>
    public sealed record View(EntryEvidence Entry, NoticeEvidence? Notice, LedgerCheckpoint? Checkpoint, NoteKey? Key, DateTimeOffset? KeySince, string? Wrong)
    {
        public bool IsVerified => Checkpoint is not null && Wrong is null;
    }

    internal sealed class Handler(IReadDb db, EvidenceReader reader) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (await db.LedgerEntries.FirstOrDefaultAsync(e => e.Index == query.Index, ct) is not { } entry)
            {
                return LedgerErrors.RangeUnknown;
            }

            var checkpoint = await db.LedgerCheckpoints.Where(c => c.Size > query.Index).OrderByDescending(c => c.Size).FirstOrDefaultAsync(ct);
            var (read, notices) = await reader.Of([entry], checkpoint?.Size ?? 0, ct);
            var keys = await db.LedgerKeys.OrderBy(k => k.MadeAt).ToListAsync(ct);
            if (checkpoint is null)
            {
                return new View(read[0], notices.Count > 0 ? notices[0] : null, null, null, null, null);
            }

            var (key, wrong) = Check(entry, read[0], checkpoint, keys);
            return new View(read[0], notices.Count > 0 ? notices[0] : null, checkpoint, key, keys.Find(k => k.VerifierKey == key?.ToString())?.MadeAt, wrong);
        }

        /// <summary>As anybody would who has the leaf, the proof, the note and the key.</summary>
        private static (NoteKey? Key, string? Wrong) Check(LedgerEntry entry, EntryEvidence evidence, LedgerCheckpoint checkpoint, List<LedgerKey> keys)
        {
            try
            {
                var signed = SignedNote.Parse(checkpoint.Note).SignedBy(keys.ConvertAll(k => NoteKey.Parse(k.VerifierKey)));
                var wrong = new InclusionProofFile(entry.Index, evidence.Path, checkpoint.Note).WhatIsWrong(System.Text.Encoding.UTF8.GetBytes(entry.Leaf), signed)
                    ?? (LedgerLeaf.ColumnThatDisagrees(entry, LedgerLeaf.Read(entry.Leaf)) is { } column ? $"The column {column} does not say what the leaf says." : null);
                return (signed.Count > 0 ? signed[0] : null, wrong);
            }
            catch (ProofFormatException broken)
            {
                return (null, broken.Message);
            }
        }
    }
}
