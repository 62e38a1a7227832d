using System.Globalization;
using System.Security.Cryptography;
using RecordsManager.Application.Sharing;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// <c>links.key</c>, which every installation begins with, and <c>links.1.key</c> and so on of later rotations. The folder is looked
/// into once a second: a player shows a token with every segment, and another node may have rotated.
/// </summary>
public sealed class LinkKeyFiles(StorageOptions options, TimeProvider clock) : ILinkKeys, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly string _folder = Path.GetFullPath(options.KeysFolder);
    private readonly Lock _gate = new();
    private SortedDictionary<int, SecretKey>? _keys;
    private long _readAt;

    public Task<IReadOnlyList<LinkKey>> All(CancellationToken ct)
    {
        Current();
        return Task.FromResult<IReadOnlyList<LinkKey>>(
            [.. Found().Select(f => new LinkKey(f.Id, new DateTimeOffset(File.GetLastWriteTimeUtc(f.Path), TimeSpan.Zero))).OrderBy(k => k.Id)]);
    }

    public Task<LinkKey> Rotate(CancellationToken ct)
    {
        var id = Current() + 1;
        KeyFile.CreateUnlessThere(PathOf(id));
        Forget();
        return Task.FromResult(new LinkKey(id, clock.GetUtcNow()));
    }

    public Task Retire(int id, CancellationToken ct)
    {
        File.Delete(PathOf(id));
        Forget();
        return Task.CompletedTask;
    }

    public void Dispose() => Forget();

    /// <summary>The id of the key that signs.</summary>
    internal int Current()
    {
        lock (_gate)
        {
            return Keys().Keys.Last();
        }
    }

    /// <returns>False where there is no such key: the MAC is made with another one then, so that it takes as long.</returns>
    internal bool TryMac(int id, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        lock (_gate)
        {
            var keys = Keys();
            var known = keys.TryGetValue(id, out var key);
            HMACSHA256.HashData((key ?? keys.Values.Last()).Bytes, message, mac);
            return known;
        }
    }

    private SortedDictionary<int, SecretKey> Keys()
    {
        if (_keys is not null && clock.GetElapsedTime(_readAt) < Fresh)
        {
            return _keys;
        }

        Forget();
        _readAt = clock.GetTimestamp();
        if (Found().Count == 0)
        {
            KeyFile.CreateUnlessThere(PathOf(0));
        }

        SortedDictionary<int, SecretKey> read = [];
        foreach (var (id, path) in Found())
        {
            if (KeyFile.Read(path) is { } key)
            {
                read[id] = key;
            }
        }

        return _keys = read.Count > 0 ? read : throw new FileNotFoundException("The keys of the links are gone.", PathOf(0));
    }

    private List<(int Id, string Path)> Found() => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, "links*.key").Select(p => (IdOf(Path.GetFileName(p)), p)).Where(f => f.Item1 >= 0)]
        : [];

    private static int IdOf(string name) =>
        name == "links.key" ? 0
        : name.Split('.') is ["links", var id, "key"] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue ? number
        : -1;

    private string PathOf(int id) => Path.Combine(_folder, id == 0 ? "links.key" : string.Create(CultureInfo.InvariantCulture, $"links.{id}.key"));

    private void Forget()
    {
        lock (_gate)
        {
            foreach (var key in _keys?.Values.ToList() ?? [])
            {
                key.Dispose();
            }

            _keys = null;
        }
    }
}
