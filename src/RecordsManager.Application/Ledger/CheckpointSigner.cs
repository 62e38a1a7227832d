using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Ledger;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// The organization's key for checkpoints: made once, its private part sealed under the organization, its public part kept
/// for ever. It also signs what is exported.
/// </summary>
public sealed class CheckpointSigner(IReadDb db, IWriteDb write, IUnitOfWork work, IOrganizationCipher cipher, ICurrentActor actor, TimeProvider clock)
{
    public async Task<IReadOnlyList<NoteKey>> Known(CancellationToken ct) =>
        [.. (await db.LedgerKeys.OrderBy(k => k.MadeAt).Select(k => k.VerifierKey).ToListAsync(ct)).Select(NoteKey.Parse)];

    /// <summary>Makes the key at its first use, in a commit of its own: its entry is on the ledger before it signs anything.</summary>
    public async Task<NoteSigner> Open(CancellationToken ct)
    {
        var kept = await db.LedgerKeys.OrderByDescending(k => k.MadeAt).FirstOrDefaultAsync(ct);
        var name = LedgerLeaf.Origin(actor.Organization);
        if (kept is not null)
        {
            var pkcs8 = await cipher.Open(actor.Organization, Context(kept.KeyId), kept.SealedPrivateKey, ct);
            try
            {
                return NoteSigner.Import(name, pkcs8);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(pkcs8);
            }
        }

        var made = NoteSigner.New(name);
        var exported = made.Export();
        try
        {
            var id = made.Key.Id.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
            write.Add(new LedgerKey(actor.Organization, id, made.Key.ToString(), await cipher.Seal(actor.Organization, Context(id), exported, ct), clock.GetUtcNow()));
            work.Record(new LedgerFact("ledger.key-created", actor.Organization.ToString(), null, new Dictionary<string, string> { ["key"] = made.Key.ToString() }));
            await work.Commit(ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(exported);
        }

        return made;
    }

    private static string Context(string keyId) => "ledger-key|" + keyId;
}
