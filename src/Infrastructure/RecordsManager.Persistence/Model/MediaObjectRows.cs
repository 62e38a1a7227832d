using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence.Model;

/// <summary>Written by <see cref="ObjectRows"/> in transactions of its own; a unit of work only attaches.</summary>
internal sealed class MediaObjectRow
{
    public MediaObjectId Id { get; init; }

    public OrganizationId Organization { get; init; }

    public string Owner { get; init; } = "";

    public ObjectKind Kind { get; init; }

    public int Format { get; init; }

    public string Work { get; init; } = "";

    public bool IsStored { get; init; }

    public bool IsAttached { get; init; }

    public long CipherLength { get; init; }

    public long PlainLength { get; init; }

    public string PlainSha256 { get; init; } = "";

    public DateTimeOffset? CheckedAt { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }
}

internal sealed class ObjectShareRow
{
    public MediaObjectId Object { get; init; }

    public int Ordinal { get; init; }

    public OrganizationId Organization { get; init; }

    public PersonId? Holder { get; init; }

    public int Epoch { get; init; }

    public byte[] Blob { get; init; } = [];

    public byte[] Check { get; init; } = [];
}

internal sealed class MediaObjectConfiguration : IEntityTypeConfiguration<MediaObjectRow>
{
    public void Configure(EntityTypeBuilder<MediaObjectRow> row)
    {
        row.ToTable("media_objects");
        row.Property(o => o.Id).ValueGeneratedNever();
        row.Property(o => o.Kind).HasConversion<string>();
        row.HasIndex(o => new { o.Organization, o.Work });
        row.HasIndex(o => new { o.Organization, o.CheckedAt });
    }
}

internal sealed class ObjectShareConfiguration : IEntityTypeConfiguration<ObjectShareRow>
{
    public void Configure(EntityTypeBuilder<ObjectShareRow> row)
    {
        row.ToTable("object_shares");
        row.HasKey(s => new { s.Object, s.Ordinal });
        row.Property(s => s.Ordinal).ValueGeneratedNever();
        row.HasIndex(s => s.Holder);
    }
}

internal sealed class ObjectDamageConfiguration : IEntityTypeConfiguration<ObjectDamage>
{
    public void Configure(EntityTypeBuilder<ObjectDamage> damage)
    {
        damage.ToTable("object_damages");
        damage.Property(d => d.Id).ValueGeneratedNever();
        damage.Property(d => d.What).HasConversion<string>();
        damage.Property(d => d.ObjectKind).HasConversion<string>();
        damage.HasIndex(d => d.Object);
    }
}
