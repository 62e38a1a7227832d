using System.Text;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Floe;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Storage.Vault;

/// <summary>
/// Ties rows, keys and blobs together. Unwrapped keys live as long as one writer or reader and are cached nowhere else, so
/// that the destruction of a person's key is felt by the next open; a shared reader lives for a moment, and no longer than the key.
/// </summary>
internal sealed class ObjectVault(IObjectRows rows, IBlobStore blobs, KekRing keks, OpenObjects open) : IObjectVault
{
    /// <summary>The format id in the row: FLOE, as <see cref="FloeParameters"/> has it.</summary>
    private const int FloeFormat = 1;

    private readonly KeyShares _shares = new(keks, rows);

    public async Task<IObjectWriter> Create(ObjectSpec spec, CancellationToken ct)
    {
        using var dataKey = SecretKey.Random();
        var shares = await _shares.Lock(spec.Organization, spec.Id, spec.Holders, dataKey, ct);
        await rows.Begin(spec, FloeFormat, shares, ct); // before the file, so that no file is ever unknown
        try
        {
            var blob = await blobs.Create(spec.Id, ct);
            var floe = new FloeWriter(
                FloeParameters.Ours, dataKey, AssociatedData(spec.Organization, spec.Owner, spec.Id, spec.Kind), blob);
            return new ObjectWriter(spec, floe, blob, rows, this);
        }
        catch
        {
            await Destroy(spec.Organization, [spec.Id], CancellationToken.None);
            throw;
        }
    }

    public async Task<IObjectReader> Open(OrganizationId organization, MediaObjectId id, CancellationToken ct) => await OpenAnew(organization, id, ct);

    public ValueTask<IObjectReader> OpenShared(OrganizationId organization, MediaObjectId id, CancellationToken ct) =>
        open.Shared.Find(organization, id, keks.Destroyed) is { } shared ? ValueTask.FromResult(shared) : Share(organization, id, ct);

    public async Task Reseal(OrganizationId organization, MediaObjectId id, IReadOnlyList<PersonId> holders, CancellationToken ct)
    {
        var row = await rows.Find(organization, id, ct) ?? throw new ObjectUnreadableException(UnreadableReason.NotFound);
        using var dataKey = await _shares.Unlock(row, ct);
        await rows.ReplaceShares(organization, id, await _shares.Lock(organization, id, holders, dataKey, ct), ct);
    }

    public async Task Destroy(OrganizationId organization, IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        if (objects.Count == 0)
        {
            return;
        }

        try
        {
            await rows.DestroyShares(organization, objects, ct);
        }
        finally
        {
            open.Shared.Drop(organization, objects); // also when only the answer was lost
        }

        // Past the point of no return: without its shares an object is noise, and stopping here would only leave litter.
        foreach (var id in objects)
        {
            await blobs.Delete(id, CancellationToken.None);
        }

        await rows.Forget(organization, objects, CancellationToken.None);
    }

    public async Task<int> DestroyUnattached(OrganizationId organization, string work, CancellationToken ct)
    {
        var leftovers = await rows.Unattached(organization, work, ct);
        await Destroy(organization, leftovers, ct);
        return leftovers.Count;
    }

    private async ValueTask<IObjectReader> Share(OrganizationId organization, MediaObjectId id, CancellationToken ct)
    {
        var before = open.Shared.Now(keks.Destroyed);
        return open.Shared.Share(organization, id, await OpenAnew(organization, id, ct), before);
    }

    private async Task<ObjectReader> OpenAnew(OrganizationId organization, MediaObjectId id, CancellationToken ct)
    {
        var erasuresBefore = open.Erasures;
        var row = await rows.Find(organization, id, ct) ?? throw new ObjectUnreadableException(UnreadableReason.NotFound);
        using var dataKey = await _shares.Unlock(row, ct);
        var blob = row.Format == FloeFormat ? await blobs.Open(id, ct) : null;
        if (blob is null)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }

        try
        {
            // the place is built from what was asked for and what the row says, never from the file
            var place = AssociatedData(organization, row.Owner, id, row.Kind);
            var floe = await FloeReader.Open(blob, row.CipherLength, dataKey, place, FloeParameters.Accepted, ct);
            if (floe.Length != row.PlainLength)
            {
                floe.Dispose();
                throw new ObjectUnreadableException(UnreadableReason.Damaged);
            }

            try
            {
                await open.Add(floe, organization, [.. row.Shares.Select(s => s.Holder).OfType<PersonId>()], erasuresBefore, ct);
            }
            catch
            {
                floe.Dispose();
                throw;
            }

            return new ObjectReader(floe, blob, open);
        }
        catch
        {
            await blob.DisposeAsync();
            throw;
        }
    }

    /// <summary>Binds the ciphertext to its place: it opens as this object, of this owner, of this kind, and as no other.</summary>
    private static byte[] AssociatedData(OrganizationId organization, string owner, MediaObjectId id, ObjectKind kind)
    {
        const int version = 1; // of an object's content; a changed object is a new object
#pragma warning disable CA1308 // the string is lower-case by definition (standards.md 1.2), it is not a normalisation
        return Encoding.UTF8.GetBytes($"rm1|{organization}|{owner}|{id}|{kind}|{version}".ToLowerInvariant());
#pragma warning restore CA1308
    }
}
