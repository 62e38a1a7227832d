using System.Globalization;
using System.Text;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage.Posix;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// The file <c>shelf</c> beside the key files, whatever holds the KEKs; a line for each wrap: id, epoch, wrapped key and check in
/// base64. It is written beside itself and renamed, so that a crash leaves the one or the other.
/// </summary>
internal sealed class KeyShelf(StorageOptions options) : IKeyShelf
{
    private readonly string _root = Path.GetFullPath(options.KeysFolder);

    public async Task Replace(OrganizationId organization, IAsyncEnumerable<WrappedRow> rows, CancellationToken ct) =>
        await Write(organization, rows.Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{row.Id} {row.Key.Epoch} {Convert.ToBase64String(row.Key.Blob)} {Convert.ToBase64String(row.Key.Check)}")), ct);

    public async Task<IReadOnlyDictionary<string, WrappedKey>> Read(OrganizationId organization, CancellationToken ct)
    {
        Dictionary<string, WrappedKey> shelf = new(StringComparer.Ordinal);
        await foreach (var line in Lines(organization, ct))
        {
            if (line.Split(' ') is [var id, var epoch, var blob, var check])
            {
                shelf[id] = new WrappedKey(int.Parse(epoch, CultureInfo.InvariantCulture), Convert.FromBase64String(blob), Convert.FromBase64String(check));
            }
        }

        return shelf;
    }

    public async Task Strike(OrganizationId organization, string id, CancellationToken ct)
    {
        if (File.Exists(PathOf(organization)))
        {
            await Write(organization, Lines(organization, ct).Where(line => !line.StartsWith(id + " ", StringComparison.Ordinal)), ct);
        }
    }

    private async IAsyncEnumerable<string> Lines(OrganizationId organization, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var path = PathOf(organization);
        if (File.Exists(path))
        {
            await foreach (var line in File.ReadLinesAsync(path, ct))
            {
                yield return line;
            }
        }
    }

    private async Task Write(OrganizationId organization, IAsyncEnumerable<string> lines, CancellationToken ct)
    {
        var path = PathOf(organization);
        var folder = Path.GetDirectoryName(path)!;
        DurableFolder.Create(folder);
        var passing = path + ".new";
        await using (var file = new FileStream(passing, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = DurableFolder.OwnerOnlyFile }))
        {
            await foreach (var line in lines.WithCancellation(ct))
            {
                await file.WriteAsync(Encoding.ASCII.GetBytes(line + "\n"), ct);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(passing, path, overwrite: true);
        DurableFolder.Flush(folder);
    }

    private string PathOf(OrganizationId organization) => Path.Combine(KeyFileKekProvider.KeysOf(_root, organization), "shelf");
}
