using System.Text;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Storage.Keys;

/// <summary>A sealed value is version (1) ‖ wrapped data key (40) ‖ check (16) ‖ <see cref="SealedValue"/>.</summary>
public sealed class PersonCipher(KekRing keks) : IPersonCipher
{
    private const byte Version = 1;
    private const int HeaderLength = 1 + KeyWrap.BlobLength + BoundKeyWrap.CheckLength;

    private readonly PersonKeyring _keyring = new(keks);

    public async Task<WrappedKey> NewPersonKey(OrganizationId organization, PersonId person, CancellationToken ct) =>
        await _keyring.New(organization, person, ct);

    public async Task<byte[]> Seal(
        OrganizationId organization, PersonId person, WrappedKey personKey, string context, ReadOnlyMemory<byte> plaintext, CancellationToken ct)
    {
        using var dataKey = SecretKey.Random();
        var wrapped = await _keyring.Wrap(organization, person, personKey, SealedContexts.Subject(context), dataKey, ct);
        var value = new byte[HeaderLength + SealedValue.Overhead + plaintext.Length];
        value[0] = Version;
        wrapped.Blob.CopyTo(value, 1);
        wrapped.Check.CopyTo(value, 1 + KeyWrap.BlobLength);
        SealedValue.Seal(dataKey, AssociatedData(organization, person, context), plaintext.Span, value.AsSpan(HeaderLength));
        return value;
    }

    public async Task<byte[]> Open(
        OrganizationId organization, PersonId person, WrappedKey personKey, string context, ReadOnlyMemory<byte> sealedValue, CancellationToken ct)
    {
        if (sealedValue.Length < HeaderLength + SealedValue.Overhead || sealedValue.Span[0] != Version)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }

        var wrapped = new WrappedKey(
            Epoch: 0,
            sealedValue.Slice(1, KeyWrap.BlobLength).ToArray(),
            sealedValue.Slice(1 + KeyWrap.BlobLength, BoundKeyWrap.CheckLength).ToArray());
        using var dataKey = await _keyring.Unwrap(organization, person, personKey, SealedContexts.Subject(context), wrapped, ct);
        return SealedValue.Open(dataKey, AssociatedData(organization, person, context), sealedValue.Span[HeaderLength..]);
    }

    private static byte[] AssociatedData(OrganizationId organization, PersonId person, string context) =>
        Encoding.UTF8.GetBytes($"rm-value-v1|{organization}|{person}|{context}");
}
