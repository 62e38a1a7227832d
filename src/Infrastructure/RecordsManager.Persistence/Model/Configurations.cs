using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Application;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Persistence.Model;

internal sealed class OrganizationConfiguration : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> organization)
    {
        organization.ToTable("organizations");
        organization.Property(o => o.Id).ValueGeneratedNever();
    }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("persons");
        person.Property(p => p.Id).ValueGeneratedNever();
        person.Ignore(p => p.IsErased);
        person.HasIndex(p => new { p.Organization, p.IdentityIndex }).IsUnique();
    }
}

/// <summary>A person's wrapped key. The row is the key: deleting it is erasing the person.</summary>
internal sealed class PersonKeyRow
{
    public PersonId Person { get; init; }

    public OrganizationId Organization { get; init; }

    public int Epoch { get; init; }

    public byte[] Blob { get; init; } = [];

    public byte[] Check { get; init; } = [];
}

internal sealed class PersonKeyConfiguration : IEntityTypeConfiguration<PersonKeyRow>
{
    public void Configure(EntityTypeBuilder<PersonKeyRow> key)
    {
        key.ToTable("person_keys");
        key.HasKey(k => k.Person);
        key.Property(k => k.Person).ValueGeneratedNever();
    }
}

internal sealed class KekEpochConfiguration : IEntityTypeConfiguration<KekEpoch>
{
    public void Configure(EntityTypeBuilder<KekEpoch> epoch)
    {
        epoch.ToTable("kek_epochs");
        epoch.HasKey(e => new { e.Organization, e.Epoch });
        epoch.Property(e => e.Epoch).ValueGeneratedNever();
    }
}

internal sealed class ConversationConfiguration : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> conversation)
    {
        conversation.ToTable("conversations");
        conversation.Property(c => c.Id).ValueGeneratedNever();
        conversation.HasIndex(c => new { c.Organization, c.Source, c.ExternalId }).IsUnique();
    }
}

internal sealed class ChatMessageConfiguration : IEntityTypeConfiguration<ChatMessage>
{
    public void Configure(EntityTypeBuilder<ChatMessage> message)
    {
        message.ToTable("chat_messages");
        message.Property(m => m.Id).ValueGeneratedNever();
        message.HasIndex(m => new { m.Recording, m.SourceId }).IsUnique();
        message.HasIndex(m => m.Author);
    }
}

internal sealed class DerivativeConfiguration : IEntityTypeConfiguration<Derivative>
{
    public void Configure(EntityTypeBuilder<Derivative> derivative)
    {
        derivative.ToTable("derivatives");
        derivative.Property(d => d.Id).ValueGeneratedNever();
        derivative.Property(d => d.Kind).HasConversion<string>();
        derivative.Property(d => d.State).HasConversion<string>();
        derivative.Property(d => d.Tracks).AsIds();
        derivative.Property(d => d.Persons).AsIds();
        derivative.Property(d => d.Contents).HasColumnType("jsonb");
        derivative.Property<uint>("xmin").IsRowVersion();
        derivative.HasIndex(d => d.Recording);
    }
}

internal sealed class AwaitedRecordingConfiguration : IEntityTypeConfiguration<AwaitedRecording>
{
    public void Configure(EntityTypeBuilder<AwaitedRecording> awaited)
    {
        awaited.ToTable("awaited_recordings");
        awaited.HasKey(a => a.Recording);
        awaited.Property(a => a.Recording).ValueGeneratedNever();
        awaited.HasOne<Recording>().WithMany().HasForeignKey(a => a.Recording).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ShareLinkConfiguration : IEntityTypeConfiguration<ShareLink>
{
    public void Configure(EntityTypeBuilder<ShareLink> link)
    {
        link.ToTable("share_links");
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Ignore(l => l.Range);
        link.Ignore(l => l.Asked);
        link.Ignore(l => l.GivesDownloads);
        link.Property(l => l.Speakers).AsIds();
        link.Property<int>("Version").IsConcurrencyToken(); // plays and wrong tries are counted, however many come at once
        link.HasIndex(l => l.Recording);
    }
}

internal sealed class DeliveryConfiguration : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> delivery)
    {
        delivery.ToTable("deliveries");
        delivery.Property(d => d.Id).ValueGeneratedNever();
        delivery.Property(d => d.State).HasConversion<string>();
        delivery.Ignore(d => d.IsPending);
        delivery.Property<int>("Version").IsConcurrencyToken(); // not xmin: a rotation of keys touches rows and changes nothing
        delivery.HasIndex(d => new { d.Organization, d.IdempotencyKey }).IsUnique();
        delivery.HasIndex(d => d.Recording);
    }
}

internal sealed class UploadConfiguration : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> upload)
    {
        upload.ToTable("uploads");
        upload.Property(u => u.Id).ValueGeneratedNever();
        upload.Ignore(u => u.IsComplete);
        upload.Property<int>("Version").IsConcurrencyToken();
        upload.HasIndex(u => u.Delivery);
        upload.OwnsMany(u => u.Parts, part =>
        {
            part.ToTable("upload_parts");
            part.WithOwner().HasForeignKey("UploadId");
            part.HasKey("UploadId", nameof(UploadPart.Ordinal));
            part.Property(p => p.Ordinal).ValueGeneratedNever();
            part.Property<OrganizationId>("Organization").HasDefaultValueSql("current_organization()");
            part.HasIndex(p => p.Object);
        });
    }
}

internal sealed class RetentionPolicyConfiguration : IEntityTypeConfiguration<RetentionPolicy>
{
    public void Configure(EntityTypeBuilder<RetentionPolicy> policy)
    {
        policy.ToTable("retention_policies");
        policy.Property(p => p.Id).ValueGeneratedNever();
        policy.Ignore(p => p.KeepPeriod);
        policy.Property(p => p.Version).IsConcurrencyToken();
        policy.HasIndex(p => p.Organization).IsUnique();
        policy.OwnsMany(p => p.Versions, version =>
        {
            version.ToTable("retention_versions");
            version.WithOwner().HasForeignKey("RetentionPolicyId");
            version.HasKey("RetentionPolicyId", nameof(RetentionVersion.Version));
            version.Property(v => v.Version).ValueGeneratedNever();
            version.Property<OrganizationId>("Organization").HasDefaultValueSql("current_organization()");
        });
    }
}

internal sealed class ErasureRequestConfiguration : IEntityTypeConfiguration<ErasureRequest>
{
    public void Configure(EntityTypeBuilder<ErasureRequest> request)
    {
        request.ToTable("erasure_requests");
        request.Property(r => r.Id).ValueGeneratedNever();
        request.Property(r => r.State).HasConversion<string>();
        request.Property<uint>("xmin").IsRowVersion();
        request.HasIndex(r => r.Person).IsUnique();
    }
}

internal sealed class CertificateConfiguration : IEntityTypeConfiguration<Certificate>
{
    public void Configure(EntityTypeBuilder<Certificate> certificate)
    {
        certificate.ToTable("certificates");
        certificate.Property(c => c.Id).ValueGeneratedNever();
        certificate.HasIndex(c => c.Recording);
    }
}

/// <summary>An API key: looked up by its public part, known by the hash of its secret part.</summary>
internal sealed class ApiKeyRow
{
    public string Id { get; init; } = "";

    public OrganizationId Organization { get; init; }

    public string Name { get; init; } = "";

    public byte[] SecretSha256 { get; init; } = [];

    public string Role { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKeyRow>
{
    public void Configure(EntityTypeBuilder<ApiKeyRow> key)
    {
        key.ToTable("api_keys");
        key.HasKey(k => k.Id);
        key.Property(k => k.Id).ValueGeneratedNever();
    }
}

internal sealed class WatermarkPolicyConfiguration : IEntityTypeConfiguration<WatermarkPolicy>
{
    public void Configure(EntityTypeBuilder<WatermarkPolicy> policy)
    {
        policy.ToTable("watermark_policies");
        policy.HasKey(p => p.Organization);
        policy.Property(p => p.Organization).ValueGeneratedNever();
        policy.Property(p => p.ShownTo).HasConversion<string>();
        policy.Property(p => p.Version).IsConcurrencyToken();
    }
}
