using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
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
        [.. (await db.LedgerKeys.OrderBy(k => k.Ordinal).Select(k => k.VerifierKey).ToListAsync(ct)).Select(NoteKey.Parse)];

    /// <summary>Makes the key at its first use, in a commit of its own: its entry is on the ledger before it signs anything.</summary>
    /// <exception cref="ConcurrencyConflictException">Another server made it at the same moment: ask again.</exception>
    public async Task<NoteSigner> Open(CancellationToken ct)
    {
        var kept = await db.LedgerKeys.OrderByDescending(k => k.Ordinal).FirstOrDefaultAsync(ct);
        var name = LedgerLeaf.Origin(actor.Organization);
        if (kept is not null)
        {
            return await Open(kept, ct);
        }

        var made = NoteSigner.New(name);
        var exported = made.Export();
        try
        {
            var id = Id(made);
            write.Add(new LedgerKey(actor.Organization, id, 0, made.Key.ToString(), await cipher.Seal(actor.Organization, SealedContexts.LedgerKey(id), exported, ct), clock.GetUtcNow()));
            work.Record(new LedgerFact("ledger.key-created", actor.Organization.ToString(), null, new Dictionary<string, string> { ["key"] = made.Key.ToString() }));
            await work.Commit(ct);
        }
        catch
        {
            made.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(exported);
        }

        return made;
    }

    /// <summary>What is wrong with a key that is kept: its private part has to open, and to be the half of the public part that anybody verifies with. Null: nothing.</summary>
    public async Task<string?> WhatIsWrong(LedgerKey kept, CancellationToken ct)
    {
        try
        {
            using var signer = await Open(kept, ct);
            return signer.Key.ToString() == kept.VerifierKey && Id(signer) == kept.KeyId ? null : "The private part of the key is not that of its public part.";
        }
        catch (Exception broken) when (broken is ObjectUnreadableException or CryptographicException)
        {
            return "The private part of the key cannot be opened: it was changed, or sealed for another organization.";
        }
    }

    private async Task<NoteSigner> Open(LedgerKey kept, CancellationToken ct)
    {
        var pkcs8 = await cipher.Open(actor.Organization, SealedContexts.LedgerKey(kept.KeyId), kept.SealedPrivateKey, ct);
        try
        {
            return NoteSigner.Import(LedgerLeaf.Origin(actor.Organization), pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static string Id(NoteSigner signer) => signer.Key.Id.ToString("x8", CultureInfo.InvariantCulture);
}
