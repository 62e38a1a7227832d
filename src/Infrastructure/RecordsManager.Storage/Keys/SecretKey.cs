using System.Security.Cryptography;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// Key bytes that the garbage collector cannot copy about (pinned) and that are zeroed when disposed of.
/// A use after that throws, so that a zeroed key is never mistaken for a key.
/// </summary>
public sealed class SecretKey : IDisposable
{
    /// <summary>Data keys, person keys and KEKs are all AES-256 keys.</summary>
    public const int Aes256Length = 32;

    private readonly byte[] _bytes;
    private bool _disposed;

    internal SecretKey(int length = Aes256Length) => _bytes = GC.AllocateArray<byte>(length, pinned: true);

    public ReadOnlySpan<byte> Bytes => Writable;

    internal Span<byte> Writable
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    public static SecretKey Random()
    {
        var key = new SecretKey();
        RandomNumberGenerator.Fill(key._bytes);
        return key;
    }

    public static SecretKey CopyOf(ReadOnlySpan<byte> bytes)
    {
        var key = new SecretKey(bytes.Length);
        bytes.CopyTo(key._bytes);
        return key;
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }

    internal void Xor(SecretKey other)
    {
        var mine = Writable;
        var theirs = other.Bytes;
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] ^= theirs[i];
        }
    }
}
