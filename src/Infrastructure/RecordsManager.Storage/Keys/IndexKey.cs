using System.Security.Cryptography;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// The key of the organization's blind indexes, in <c>index.key</c> beside the key files whatever holds the KEKs: no epoch
/// changes it, since a person is found by the same index for ever. It opens nothing.
/// </summary>
internal sealed class IndexKey(StorageOptions options)
{
    private readonly string _root = Path.GetFullPath(options.KeysFolder);

    /// <summary>HMAC-SHA256 (32 bytes).</summary>
    internal byte[] Mac(OrganizationId organization, ReadOnlySpan<byte> message)
    {
        var path = Path.Combine(KeyFileKekProvider.KeysOf(_root, organization), "index.key");
        KeyFile.CreateUnlessThere(path);
        using var key = KeyFile.Read(path) ?? throw new FileNotFoundException("The organization's index key is gone.", path);
        return HMACSHA256.HashData(key.Bytes, message);
    }
}
