using System.Globalization;
using System.Security.Cryptography;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// KEKs as files: <c>{organization}/epoch-000001.kek</c>, and <c>index.key</c> beside them. Nothing is cached: a file that
/// was destroyed stops opening things at once, and no KEK outlives its use in memory.
/// </summary>
public sealed class KeyFileKekProvider(StorageOptions options) : IKekProvider
{
    private const string Prefix = "epoch-";
    private const string Suffix = ".kek";

    private readonly string _root = Path.GetFullPath(options.KeysFolder);

    public ValueTask<int> CurrentEpoch(OrganizationId organization, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var epoch = HighestEpoch(organization);
        if (epoch == 0)
        {
            epoch = 1;
            KeyFile.CreateUnlessThere(PathOf(organization, epoch));
        }

        return ValueTask.FromResult(epoch);
    }

    public ValueTask Check(OrganizationId organization, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var epoch = HighestEpoch(organization);
        if (epoch == 0)
        {
            throw new UnsafeKeyFileException($"There is no key file in {FolderOf(organization)}, and without it nothing of this organization can be read. Mount or restore the folder of the keys.");
        }

        using var kek = Read(organization, epoch);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<WrappedKey> Wrap(OrganizationId organization, string subject, SecretKey key, CancellationToken ct)
    {
        var epoch = await CurrentEpoch(organization, ct);
        using var kek = Read(organization, epoch);
        return BoundKeyWrap.Wrap(kek, epoch, PlaceOf(organization, subject), key);
    }

    public ValueTask<SecretKey> Unwrap(OrganizationId organization, string subject, WrappedKey wrapped, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var kek = Read(organization, wrapped.Epoch);
        return ValueTask.FromResult(BoundKeyWrap.Unwrap(kek, PlaceOf(organization, subject), wrapped));
    }

    public ValueTask<byte[]> IndexMac(OrganizationId organization, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var path = Path.Combine(FolderOf(organization), "index.key");
        KeyFile.CreateUnlessThere(path);
        using var key = KeyFile.Read(path) ?? throw new FileNotFoundException("The organization's index key is gone.", path);
        return ValueTask.FromResult(HMACSHA256.HashData(key.Bytes, message.Span));
    }

    private static WrapPlace PlaceOf(OrganizationId organization, string subject) =>
        new(organization.ToString(), organization, subject);

    private SecretKey Read(OrganizationId organization, int epoch) =>
        KeyFile.Read(PathOf(organization, epoch)) ?? throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);

    private int HighestEpoch(OrganizationId organization)
    {
        var folder = FolderOf(organization);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Select(EpochOf).DefaultIfEmpty(0).Max()
            : 0;
    }

    private static int EpochOf(string path)
    {
        var digits = Path.GetFileNameWithoutExtension(path.AsSpan())[Prefix.Length..];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;
    }

    private string FolderOf(OrganizationId organization) => Path.Combine(_root, organization.Value.ToString("N"));

    private string PathOf(OrganizationId organization, int epoch) => Path.Combine(
        FolderOf(organization), string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:D6}{Suffix}"));
}
