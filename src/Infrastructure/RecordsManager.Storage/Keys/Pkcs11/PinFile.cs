using RecordsManager.Application.Keys;

namespace RecordsManager.Storage.Keys.Pkcs11;

/// <summary>
/// The token's PIN, in a file that only its owner can read; read whenever somebody logs in and zeroed after. A PIN that the token
/// has refused is not tried again until the file was written anew: a token counts the failures and locks itself.
/// </summary>
internal sealed class PinFile(string path)
{
    private const int Longest = 255;

    private DateTime? _refused;

    /// <exception cref="KekUnavailableException">It is missing, open to others, empty, or holds the PIN that was refused.</exception>
    internal SecretKey Read()
    {
        try
        {
            using var handle = File.OpenHandle(path);
            KeyFile.DemandOwnerOnly(handle, path);
            if (File.GetLastWriteTimeUtc(handle) == _refused)
            {
                throw new KekUnavailableException($"The token refused the PIN in {path}. Write the right one there; it is tried again when the file has changed.");
            }

            using var text = new SecretKey(Longest + 1);
            var length = RandomAccess.Read(handle, text.Writable, 0);
            var pin = text.Bytes[..length].TrimEnd("\r\n"u8);
            return pin.Length is > 0 and <= Longest ? SecretKey.CopyOf(pin) : throw new KekUnavailableException($"{path} holds no PIN. Write it there, in one line.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new KekUnavailableException($"The file with the token's PIN, {path}, cannot be read. Write it, or correct RECORDS_PKCS11_PIN_FILE.", missing);
        }
    }

    internal void Refuse() => _refused = File.GetLastWriteTimeUtc(path);
}
