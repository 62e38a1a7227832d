using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys.Pkcs11;

/// <summary>
/// KEKs in an HSM: AES keys with the label <c>records/{organization}/epoch-000001</c>, which the token has made and never gives
/// away. A wrap is AES-256-GCM inside the token: nonce (12) ‖ ciphertext ‖ tag (16), with its place as associated data.
/// Nothing is cached: a key that was destroyed stops opening things at once.
/// </summary>
public sealed class Pkcs11KekProvider(Pkcs11Options options) : IKekProvider, IDisposable
{
    private const int CiphertextLength = SecretKey.Aes256Length + Pkcs11Session.TagLength;
    private const int BlobLength = Pkcs11Session.IvLength + CiphertextLength;

    private readonly Pkcs11Token _token = new(options);

    public string Name => "pkcs11";

    public ValueTask<IReadOnlyList<int>> Epochs(OrganizationId organization, CancellationToken ct)
    {
        var prefix = PrefixOf(organization);
        return _token.Use<IReadOnlyList<int>>(
            session => [.. session.Find(label: null).Select(session.LabelOf)
                .Where(label => label?.StartsWith(prefix, StringComparison.Ordinal) == true)
                .Select(label => EpochName.Read(label.AsSpan(prefix.Length))).Where(epoch => epoch > 0).Distinct().Order()],
            ct);
    }

    public async ValueTask Make(OrganizationId organization, int epoch, CancellationToken ct)
    {
        var label = LabelOf(organization, epoch);
        await _token.Change(
            session =>
            {
                if (session.Find(label).Count == 0)
                {
                    session.Generate(label);
                }

                return true;
            },
            ct);
    }

    public async ValueTask Check(OrganizationId organization, int epoch, CancellationToken ct) => await _token.Use(
        session =>
        {
            var kek = Demand(session, organization, epoch);
            if (!session.Is(kek, AttributeType.AlwaysSensitive) || !session.Is(kek, AttributeType.NeverExtractable) || session.AnswerToReading(kek) == ReturnValue.Ok)
            {
                throw new KekUnavailableException($"The key {LabelOf(organization, epoch)} in the token {options.Token} can leave it, or once could. Do not use it: ask who made it, and how.");
            }

            Probe(session, kek);
            return true;
        },
        ct);

    public ValueTask<WrappedKey> Wrap(OrganizationId organization, int epoch, string subject, SecretKey key, CancellationToken ct)
    {
        var place = PlaceOf(organization, epoch, subject);
        return _token.Use(session => new WrappedKey(epoch, Encrypt(session, Demand(session, organization, epoch), place, key), Check: []), ct);
    }

    public ValueTask<SecretKey> Unwrap(OrganizationId organization, string subject, WrappedKey wrapped, CancellationToken ct)
    {
        if (wrapped.Blob.Length != BlobLength || wrapped.Check.Length != 0)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }

        var place = PlaceOf(organization, wrapped.Epoch, subject);
        return _token.Use(
            session =>
            {
                var kek = Find(session, organization, wrapped.Epoch) ?? throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
                return Decrypt(session, kek, place, wrapped.Blob) ?? throw new ObjectUnreadableException(UnreadableReason.Damaged);
            },
            ct);
    }

    public async ValueTask Destroy(OrganizationId organization, int epoch, CancellationToken ct)
    {
        var label = LabelOf(organization, epoch);
        await _token.Change(
            session =>
            {
                foreach (var kek in session.Find(label))
                {
                    session.Destroy(kek);
                }

                return session.Find(label).Count == 0
                    ? true
                    : throw new KekUnavailableException($"The token {options.Token} says that it destroyed the key {label}, and still has it.");
            },
            ct);
    }

    public void Dispose() => _token.Dispose();

    private static string PrefixOf(OrganizationId organization) => $"records/{organization.Value:N}/";

    private static string LabelOf(OrganizationId organization, int epoch) => PrefixOf(organization) + EpochName.Write(epoch);

    private byte[] PlaceOf(OrganizationId organization, int epoch, string subject) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"rm-wrap-v1|{Name}|{epoch}|{organization}|{subject}"));

    private nuint Demand(Pkcs11Session session, OrganizationId organization, int epoch) => Find(session, organization, epoch)
        ?? throw new KekUnavailableException($"The key {LabelOf(organization, epoch)} is not in the token {options.Token}, and without it nothing of this organization can be read. Connect the token that has it, or restore it with the means of the HSM's vendor.");

    private nuint? Find(Pkcs11Session session, OrganizationId organization, int epoch) => session.Find(LabelOf(organization, epoch)) switch
    {
        [] => null,
        [var kek] => kek,
        _ => throw new KekUnavailableException($"Several keys in the token {options.Token} are called {LabelOf(organization, epoch)}. Only one of them is ours: ask who made the others, and how."),
    };

    private static byte[] Encrypt(Pkcs11Session session, nuint kek, byte[] place, SecretKey key)
    {
        var blob = new byte[BlobLength];
        RandomNumberGenerator.Fill(blob.AsSpan(0, Pkcs11Session.IvLength));
        session.Encrypt(kek, blob.AsSpan(0, Pkcs11Session.IvLength), place, key.Bytes, blob.AsSpan(Pkcs11Session.IvLength));
        return blob;
    }

    /// <summary>Null when it is not what was wrapped for this place.</summary>
    private static SecretKey? Decrypt(Pkcs11Session session, nuint kek, byte[] place, byte[] blob)
    {
        Span<byte> plaintext = stackalloc byte[CiphertextLength];
        var answer = session.Decrypt(kek, blob.AsSpan(0, Pkcs11Session.IvLength), place, blob.AsSpan(Pkcs11Session.IvLength), plaintext);
        if (answer == ReturnValue.Ok)
        {
            var key = SecretKey.CopyOf(plaintext[..SecretKey.Aes256Length]);
            CryptographicOperations.ZeroMemory(plaintext);
            return key;
        }

        if (answer is ReturnValue.GeneralError or ReturnValue.FunctionFailed)
        {
            Probe(session, kek); // modules say a wrong tag with these too: if the key works otherwise, it was the tag
        }

        return null;
    }

    private static void Probe(Pkcs11Session session, nuint kek)
    {
        var place = "rm-probe-v1"u8.ToArray();
        using var key = SecretKey.Random();
        var blob = Encrypt(session, kek, place, key);
        Span<byte> plaintext = stackalloc byte[CiphertextLength];
        var answer = session.Decrypt(kek, blob.AsSpan(0, Pkcs11Session.IvLength), place, blob.AsSpan(Pkcs11Session.IvLength), plaintext);
        var isSame = CryptographicOperations.FixedTimeEquals(plaintext[..SecretKey.Aes256Length], key.Bytes);
        CryptographicOperations.ZeroMemory(plaintext);
        Pkcs11Module.Demand("C_Decrypt", answer);
        if (!isSame)
        {
            throw new Pkcs11Exception("C_Decrypt", ReturnValue.GeneralError);
        }
    }
}
