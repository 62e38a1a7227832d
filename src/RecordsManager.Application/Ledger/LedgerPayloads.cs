using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.People;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>The personal values of an entry, and the salt with which anybody can check them against the entry's commitment.</summary>
public sealed record DisclosedPayload(byte[] Salt, IReadOnlyDictionary<string, string> Values);

/// <summary>Opens what lies beside entries. What was erased is simply not there.</summary>
public sealed class LedgerPayloads(IReadDb db, IObjectRows rows, IPersonCipher persons, IOrganizationCipher organization, ICurrentActor actor)
{
    /// <summary>Salt, then the canonical JSON of the values.</summary>
    public static byte[] Write(byte[] salt, byte[] canonicalValues) => [.. salt, .. canonicalValues];

    /// <summary>By index, those of the entries whose values are kept and can still be opened.</summary>
    /// <exception cref="ObjectUnreadableException">Sealed values are damaged, or are those of another entry.</exception>
    public async Task<IReadOnlyDictionary<long, DisclosedPayload>> Open(IReadOnlyList<LedgerEntry> entries, CancellationToken ct)
    {
        Dictionary<long, DisclosedPayload> opened = [];
        await foreach (var (entry, payload, _) in Each(entries, ct))
        {
            if (payload is not null)
            {
                opened[entry.Index] = payload;
            }
        }

        return opened;
    }

    /// <summary>Each entry that has sealed values beside it: what they are, or why they cannot be opened; neither where the key is gone.</summary>
    internal async IAsyncEnumerable<(LedgerEntry Entry, DisclosedPayload? Payload, UnreadableReason? Unreadable)> Each(
        IReadOnlyList<LedgerEntry> entries, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            yield break;
        }

        var (first, last) = (entries.Min(e => e.Index), entries.Max(e => e.Index));
        var kept = await db.LedgerPayloads.Where(p => p.Index >= first && p.Index <= last).ToDictionaryAsync(p => p.Index, ct);
        var holders = kept.Values.Select(p => p.Person).OfType<PersonId>().Distinct().ToList();
        var keys = holders.Zip(await rows.PersonKeys(actor.Organization, holders, ct)).ToDictionary(k => k.First, k => k.Second);
        foreach (var entry in entries)
        {
            if (kept.TryGetValue(entry.Index, out var payload))
            {
                yield return await Open(entry, payload, payload.Person is { } holder ? keys[holder] : null, ct);
            }
        }
    }

    private async Task<(LedgerEntry Entry, DisclosedPayload? Payload, UnreadableReason? Unreadable)> Open(LedgerEntry entry, LedgerPayload payload, WrappedKey? key, CancellationToken ct)
    {
        if (payload.Person is not null && key is null)
        {
            return (entry, null, null);
        }

        try
        {
            var context = SealedContexts.LedgerValues(LedgerLeaf.Read(entry.Leaf).Commitment);
            var plain = payload.Person is { } person
                ? await persons.Open(actor.Organization, person, key!, context, payload.SealedValues, ct)
                : await organization.Open(actor.Organization, context, payload.SealedValues, ct);
            using var values = CanonicalJson.Read(plain.AsMemory(Commitment.SaltLength));
            return (entry, new DisclosedPayload(
                plain[..Commitment.SaltLength],
                values.RootElement.EnumerateObject().ToDictionary(v => v.Name, v => v.Value.GetString()!, StringComparer.Ordinal)), null);
        }
        catch (ObjectUnreadableException unreadable)
        {
            return (entry, null, unreadable.Reason);
        }
        catch (ProofFormatException)
        {
            return (entry, null, UnreadableReason.Damaged); // a leaf that is none
        }
    }
}
