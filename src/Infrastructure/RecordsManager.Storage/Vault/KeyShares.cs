using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Storage.Vault;

/// <summary>
/// An object's data key in shares: n-of-n by XOR, n−1 of them random, so that any n−1 tell nothing about the key. Each share
/// is wrapped under its holder's person key, or the only one under the organization's KEK where nobody holds it.
/// </summary>
internal sealed class KeyShares(KekRing keks, IObjectRows rows)
{
    private readonly PersonKeyring _keyring = new(keks);

    internal async Task<IReadOnlyList<ObjectShare>> Lock(
        OrganizationId organization, MediaObjectId id, IReadOnlyList<PersonId> heldBy, SecretKey dataKey, CancellationToken ct)
    {
        var subject = id.ToString();
        if (heldBy.Count == 0)
        {
            return [new ObjectShare(null, await keks.Wrap(organization, subject, dataKey, ct), null)];
        }

        PersonId[] holders = [.. heldBy.Distinct()];
        var personKeys = await rows.PersonKeys(organization, holders, ct);
        if (personKeys.Any(key => key is null))
        {
            throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
        }

        var shares = new ObjectShare[holders.Length];
        using var remainder = SecretKey.CopyOf(dataKey.Bytes);
        for (var i = 1; i < holders.Length; i++)
        {
            using var share = SecretKey.Random();
            remainder.Xor(share);
            shares[i] = await Wrap(organization, subject, holders[i], personKeys[i]!, share, ct);
        }

        shares[0] = await Wrap(organization, subject, holders[0], personKeys[0]!, remainder, ct);
        return shares;
    }

    /// <summary>A share that is missing from the row makes another key, which the object's header then refuses.</summary>
    internal async Task<SecretKey> Unlock(ObjectRow row, CancellationToken ct)
    {
        if (row.Shares.Count == 0 || row.Shares.Any(share => share is { Holder: not null, PersonKey: null }))
        {
            throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
        }

        var dataKey = new SecretKey();
        try
        {
            foreach (var share in row.Shares)
            {
                using var part = await Unwrap(row, share, ct);
                dataKey.Xor(part);
            }

            return dataKey;
        }
        catch
        {
            dataKey.Dispose();
            throw;
        }
    }

    private async Task<ObjectShare> Wrap(
        OrganizationId organization, string subject, PersonId holder, WrappedKey personKey, SecretKey share, CancellationToken ct) =>
        new(holder, await _keyring.Wrap(organization, holder, personKey, subject, share, ct), personKey);

    private async Task<SecretKey> Unwrap(ObjectRow row, ObjectShare share, CancellationToken ct) => share.Holder is { } holder
        ? await _keyring.Unwrap(row.Organization, holder, share.PersonKey!, row.Id.ToString(), share.Share, ct)
        : await keks.Unwrap(row.Organization, row.Id.ToString(), share.Share, ct);
}
