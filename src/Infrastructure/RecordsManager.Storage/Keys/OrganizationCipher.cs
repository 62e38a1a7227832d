using System.Buffers.Binary;
using System.Text;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys;

/// <summary>
/// A sealed value is <see cref="SealedHeader"/> ‖ <see cref="SealedValue"/>: the epoch travels with it, so that a rotation can
/// exchange the header and leave the value alone.
/// </summary>
public sealed class OrganizationCipher(KekRing keks, StorageOptions options) : IOrganizationCipher
{
    private readonly IndexKey _index = new(options);

    public async Task<byte[]> Seal(OrganizationId organization, string context, ReadOnlyMemory<byte> plaintext, CancellationToken ct)
    {
        using var dataKey = SecretKey.Random();
        var wrapped = await keks.Wrap(organization, SealedContexts.Subject(context), dataKey, ct);
        var value = SealedHeader.Write(wrapped, SealedValue.Overhead + plaintext.Length, out var body);
        SealedValue.Seal(dataKey, AssociatedData(organization, context), plaintext.Span, value.AsSpan(body));
        return value;
    }

    public async Task<byte[]> Open(OrganizationId organization, string context, ReadOnlyMemory<byte> sealedValue, CancellationToken ct)
    {
        var wrapped = SealedHeader.Read(sealedValue.Span, out var body);
        using var dataKey = await keks.Unwrap(organization, SealedContexts.Subject(context), wrapped, ct);
        return SealedValue.Open(dataKey, AssociatedData(organization, context), sealedValue.Span[body..]);
    }

    public Task<byte[]> BlindIndex(OrganizationId organization, string purpose, string value, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();

        // the purpose's length goes first, so that no purpose and value can be read as another pair
        var purposeLength = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(purposeLength, Encoding.UTF8.GetByteCount(purpose));
        byte[] message = [.. purposeLength, .. Encoding.UTF8.GetBytes(purpose), .. Encoding.UTF8.GetBytes(value)];
        return Task.FromResult(_index.Mac(organization, message));
    }

    private static byte[] AssociatedData(OrganizationId organization, string context) =>
        Encoding.UTF8.GetBytes($"rm-value-v1|{organization}|{context}");
}
