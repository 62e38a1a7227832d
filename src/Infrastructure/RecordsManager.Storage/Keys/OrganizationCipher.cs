using System.Buffers.Binary;
using System.Text;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// A sealed value is version (1) ‖ KEK epoch (int32, big-endian) ‖ wrapped data key (40) ‖ check (16) ‖ <see cref="SealedValue"/>:
/// the epoch travels with it, so that it opens after a rotation for as long as that KEK is kept.
/// </summary>
public sealed class OrganizationCipher(IKekProvider keks) : IOrganizationCipher
{
    private const byte Version = 1;
    private const int BlobOffset = 1 + sizeof(int);
    private const int CheckOffset = BlobOffset + KeyWrap.BlobLength;
    private const int HeaderLength = CheckOffset + BoundKeyWrap.CheckLength;

    public async Task<byte[]> Seal(OrganizationId organization, string context, ReadOnlyMemory<byte> plaintext, CancellationToken ct)
    {
        using var dataKey = SecretKey.Random();
        var wrapped = await keks.Wrap(organization, SubjectOf(context), dataKey, ct);
        var value = new byte[HeaderLength + SealedValue.Overhead + plaintext.Length];
        value[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(1), wrapped.Epoch);
        wrapped.Blob.CopyTo(value, BlobOffset);
        wrapped.Check.CopyTo(value, CheckOffset);
        SealedValue.Seal(dataKey, AssociatedData(organization, context), plaintext.Span, value.AsSpan(HeaderLength));
        return value;
    }

    public async Task<byte[]> Open(OrganizationId organization, string context, ReadOnlyMemory<byte> sealedValue, CancellationToken ct)
    {
        if (sealedValue.Length < HeaderLength + SealedValue.Overhead || sealedValue.Span[0] != Version)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }

        var wrapped = new WrappedKey(
            BinaryPrimitives.ReadInt32BigEndian(sealedValue.Span[1..]),
            sealedValue.Slice(BlobOffset, KeyWrap.BlobLength).ToArray(),
            sealedValue.Slice(CheckOffset, BoundKeyWrap.CheckLength).ToArray());
        using var dataKey = await keks.Unwrap(organization, SubjectOf(context), wrapped, ct);
        return SealedValue.Open(dataKey, AssociatedData(organization, context), sealedValue.Span[HeaderLength..]);
    }

    public async Task<byte[]> BlindIndex(OrganizationId organization, string purpose, string value, CancellationToken ct)
    {
        // the purpose's length goes first, so that no purpose and value can be read as another pair
        var purposeLength = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(purposeLength, Encoding.UTF8.GetByteCount(purpose));
        byte[] message = [.. purposeLength, .. Encoding.UTF8.GetBytes(purpose), .. Encoding.UTF8.GetBytes(value)];
        return await keks.IndexMac(organization, message, ct);
    }

    /// <summary>Starts unlike any id, so that a value's key can never pass for a person's or an object's.</summary>
    private static string SubjectOf(string context) => "value|" + context;

    private static byte[] AssociatedData(OrganizationId organization, string context) =>
        Encoding.UTF8.GetBytes($"rm-value-v1|{organization}|{context}");
}
