using System.Globalization;
using System.Security.Cryptography;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// KEKs as files: <c>{organization}/epoch-000001.kek</c>. Nothing is cached: a file that was destroyed stops opening things at
/// once, and no KEK outlives its use in memory.
/// </summary>
public sealed class KeyFileKekProvider(StorageOptions options) : IKekProvider
{
    private const string Prefix = "epoch-";
    private const string Suffix = ".kek";

    private readonly string _root = Path.GetFullPath(options.KeysFolder);

    public string Name => "file";

    public ValueTask<IReadOnlyList<int>> Epochs(OrganizationId organization, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var folder = FolderOf(organization);
        IReadOnlyList<int> epochs = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Select(EpochOf).Where(e => e > 0).Order()]
            : [];
        return ValueTask.FromResult(epochs);
    }

    public ValueTask Make(OrganizationId organization, int epoch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        KeyFile.CreateUnlessThere(PathOf(organization, epoch));
        return ValueTask.CompletedTask;
    }

    public ValueTask Check(OrganizationId organization, int epoch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Required(organization, epoch).Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask<WrappedKey> Wrap(OrganizationId organization, int epoch, string subject, SecretKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var kek = Required(organization, epoch);
        return ValueTask.FromResult(BoundKeyWrap.Wrap(kek, epoch, PlaceOf(organization, subject), key));
    }

    public ValueTask<SecretKey> Unwrap(OrganizationId organization, string subject, WrappedKey wrapped, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var kek = KeyFile.Read(PathOf(organization, wrapped.Epoch)) ?? throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
        return ValueTask.FromResult(BoundKeyWrap.Unwrap(kek, PlaceOf(organization, subject), wrapped));
    }

    public ValueTask Destroy(OrganizationId organization, int epoch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var path = PathOf(organization, epoch);
        if (File.Exists(path))
        {
            // Overwritten first, for file systems that write in place; on others the old blocks are the medium's to forget (docs/operations.md).
            using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 }))
            {
                file.Write(RandomNumberGenerator.GetBytes(SecretKey.Aes256Length));
                file.Flush(flushToDisk: true);
            }

            File.Delete(path);
            DurableFolder.Flush(FolderOf(organization));
        }

        return File.Exists(path) ? throw new IOException("A key file is still there after its destruction.") : ValueTask.CompletedTask;
    }

    private static WrapPlace PlaceOf(OrganizationId organization, string subject) =>
        new(organization.ToString(), organization, subject);

    /// <summary>The epoch that is in force has its file; one that is not there was unmounted, not destroyed.</summary>
    private SecretKey Required(OrganizationId organization, int epoch) => KeyFile.Read(PathOf(organization, epoch))
        ?? throw new KekUnavailableException($"The key file {PathOf(organization, epoch)} is not there, and without it nothing of this organization can be read. Mount or restore the folder of the keys.");

    private static int EpochOf(string path)
    {
        var digits = Path.GetFileNameWithoutExtension(path.AsSpan())[Prefix.Length..];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;
    }

    private string FolderOf(OrganizationId organization) => KeysOf(_root, organization);

    private string PathOf(OrganizationId organization, int epoch) => Path.Combine(
        FolderOf(organization), string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:D6}{Suffix}"));

    internal static string KeysOf(string root, OrganizationId organization) => Path.Combine(root, organization.Value.ToString("N"));
}
