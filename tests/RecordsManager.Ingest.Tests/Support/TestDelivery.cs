using System.Security.Cryptography;
using RecordsManager.Application.Ingest;
using RecordsManager.TestSupport;

namespace RecordsManager.Ingest.Tests.Support;

/// <summary>A delivery composed of folders of fixtures and of bytes in memory.</summary>
internal sealed class TestDelivery : IDeliveredFiles
{
    private readonly Dictionary<string, Func<Stream>> _open = [];
    private readonly List<DeliveredFile> _files = [];

    public IReadOnlyList<DeliveredFile> Files => _files;

    public static TestDelivery Of(params string[] fixtureFolders)
    {
        var delivery = new TestDelivery();
        foreach (var folder in fixtureFolders)
        {
            var root = Fixtures.At(folder);
            foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(root, path).Replace('\\', '/');
                if (!delivery._open.ContainsKey(name))
                {
                    delivery.AddFile(name, path);
                }
            }
        }

        return delivery;
    }

    public TestDelivery With(string name, byte[] content)
    {
        Without(name);
        _files.Add(new DeliveredFile(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        _open[name] = () => new MemoryStream(content, writable: false);
        return this;
    }

    public TestDelivery With(string name, string content) => With(name, System.Text.Encoding.UTF8.GetBytes(content));

    public TestDelivery Without(string name)
    {
        _files.RemoveAll(f => f.Name == name);
        _open.Remove(name);
        return this;
    }

    public byte[] Bytes(string name)
    {
        using var stream = _open[name]();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public Task<Stream> Open(string name, CancellationToken ct) =>
        _open.TryGetValue(name, out var open) ? Task.FromResult(open()) : throw new FileNotFoundException(null, name);

    private void AddFile(string name, string path)
    {
        using var stream = File.OpenRead(path);
        _files.Add(new DeliveredFile(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream))));
        _open[name] = () => File.OpenRead(path);
    }
}
