using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>What lies in one place under an object's name.</summary>
/// <param name="Damage">Null: it is what was written.</param>
internal readonly record struct CheckedCopy(string Place, Damage? Damage);

/// <summary>Reads an object again from one place: every segment is authenticated, and the whole compared with what row and ledger say.</summary>
internal sealed partial class CopyCheck(IStoragePlaces places, IStorageDebts debts, IObjectLocks locks, ScrubPace pace, ILogger<CopyCheck> log)
{
    private const int Step = 1024 * 1024;

    /// <param name="ledgerSha256">Null: the ledger tells nothing of this object.</param>
    /// <returns>Nothing of what was destroyed or erased: nobody can tell any more, and nobody needs to.</returns>
    /// <exception cref="IOException">A place cannot be used now.</exception>
    public async Task<IReadOnlyList<CheckedCopy>> All(ObjectRow row, string? ledgerSha256, CancellationToken ct)
    {
        List<CheckedCopy> copies = [];
        List<string> never = [];
        foreach (var place in places.Names)
        {
            if (await debts.IsOwed(row.Id, place, ct))
            {
                continue; // known to be missing; the reconciliation is at it
            }

            if (await One(place, row, ledgerSha256, ct) is not { } copy)
            {
                return [];
            }

            if (copy.Damage == Damage.Missing && await places.CameLater(place, row.Id, ct))
            {
                never.Add(place);
            }
            else
            {
                copies.Add(copy);
            }
        }

        foreach (var place in never)
        {
            await debts.Owe(new StorageDebt(row.Id, place, Owed.Copy, null), ct); // no damage: it is given its copy now
        }

        return copies;
    }

    /// <returns>Whether the copy is what was written, read again after it was made.</returns>
    public async Task<bool> Repair(string place, ObjectRow row, string? ledgerSha256, CancellationToken ct)
    {
        try
        {
            await locks.Replaced(row.Organization, row.Id, ct); // before: a lock that is set once more than needed costs a request
            await places.Replace(place, row.Id, ct);
            return await One(place, row, ledgerSha256, ct) is { Damage: null };
        }
        catch (IOException notNow)
        {
            NotRepaired(log, notNow, row.Id.ToString(), place);
            return false;
        }
    }

    /// <returns>Null when there is nothing to be checked: it was destroyed, or a holder of its key erased.</returns>
    private async Task<CheckedCopy?> One(string place, ObjectRow row, string? ledgerSha256, CancellationToken ct)
    {
        try
        {
            await using var reader = await places.Open(place, row.Organization, row.Id, ct);
            if (reader is null)
            {
                return new CheckedCopy(place, Damage.Missing);
            }

            var sha256 = await Hash(reader, ct);
            return new CheckedCopy(place, sha256 != row.PlainSha256 ? Damage.NotAsStored : ledgerSha256 is not null && sha256 != ledgerSha256 ? Damage.NotAsInTheLedger : null);
        }
        catch (ObjectUnreadableException unreadable)
        {
            return unreadable.Reason == UnreadableReason.Damaged ? new CheckedCopy(place, Damage.Changed) : null;
        }
    }

    private async Task<string> Hash(IObjectReader reader, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Step);
        try
        {
            for (long at = 0; at < reader.Length;)
            {
                var read = await reader.Read(at, buffer.AsMemory(0, Step), ct);
                hash.AppendData(buffer, 0, read);
                at += read;
                await pace.Take(read, ct);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [LoggerMessage(EventId = 2121, Level = LogLevel.Warning, Message = "Object {Object} could not be repaired in the {Place} place now; its copy stays owed")]
    private static partial void NotRepaired(ILogger log, Exception failure, string @object, string place);
}
