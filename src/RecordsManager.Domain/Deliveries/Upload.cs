using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Deliveries;

/// <summary>A resumable upload (tus 1.0) of one file: a row of encrypted parts, one for each request that brought bytes.</summary>
public sealed class Upload
{
    private readonly List<UploadPart> _parts = [];

    private Upload()
    {
    }

    public Upload(UploadId id, OrganizationId organization, byte[] sealedMetadata, long? length, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        Id = id;
        Organization = organization;
        SealedMetadata = sealedMetadata;
        Length = length;
        CreatedAt = now;
        ExpiresAt = expiresAt;
    }

    public UploadId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    /// <summary>File name and stated hash: a file name may name a person.</summary>
    public byte[] SealedMetadata { get; private set; } = [];

    /// <summary>Bytes; null while deferred.</summary>
    public long? Length { get; private set; }

    /// <summary>Bytes that are durable.</summary>
    public long Offset { get; private set; }

    /// <summary>Set when a delivery took the upload.</summary>
    public DeliveryId? Delivery { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public IReadOnlyList<UploadPart> Parts => _parts;

    public bool IsComplete => Length == Offset;

    public Result LengthIs(long length)
    {
        if (Length is not null && Length != length)
        {
            return UploadErrors.LengthChanged;
        }

        if (length < Offset)
        {
            return UploadErrors.LengthBelowOffset;
        }

        Length = length;
        return Result.Ok;
    }

    public void Append(MediaObjectId part, long bytes)
    {
        _parts.Add(new UploadPart(_parts.Count, part, Offset, bytes));
        Offset += bytes;
    }

    public void TakenBy(DeliveryId delivery) => Delivery = delivery;
}

/// <param name="Start">The part's first byte within the file.</param>
public sealed record UploadPart(int Ordinal, MediaObjectId Object, long Start, long Bytes);
