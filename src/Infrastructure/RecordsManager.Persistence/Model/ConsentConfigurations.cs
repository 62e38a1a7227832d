using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Persistence.Model;

internal sealed class ConsentEventConfiguration : IEntityTypeConfiguration<ConsentEvent>
{
    public void Configure(EntityTypeBuilder<ConsentEvent> happened)
    {
        happened.ToTable("consent_events");
        happened.Property(e => e.Id).ValueGeneratedNever();
        happened.Property(e => e.Kind).HasConversion<string>();
        happened.Ignore(e => e.IsAnswer);
        happened.PrimitiveCollection(e => e.Asked).HasColumnType("text[]");
        happened.PrimitiveCollection(e => e.Purposes).HasColumnType("text[]");
        happened.Property(e => e.Media).HasConversion<string>();
        happened.Property(e => e.Reach).HasConversion<string>();
        happened.Property(e => e.By).HasConversion<string>();
        happened.HasIndex(e => e.Recording);
    }
}

internal sealed class ConsentPolicyConfiguration : IEntityTypeConfiguration<ConsentPolicy>
{
    private static readonly JsonSerializerOptions Readable = new() { Converters = { new JsonStringEnumConverter() } };

    public void Configure(EntityTypeBuilder<ConsentPolicy> policy)
    {
        policy.ToTable("consent_policies");
        policy.HasKey(p => new { p.Organization, p.Version });
        policy.Property(p => p.Version).ValueGeneratedNever();
        policy.Property(p => p.Terms).HasColumnType("jsonb").HasConversion(
            terms => JsonSerializer.Serialize(terms, Readable), text => JsonSerializer.Deserialize<PolicyTerms>(text, Readable)!);
    }
}

internal sealed class InstalledRulePackConfiguration : IEntityTypeConfiguration<InstalledRulePack>
{
    public void Configure(EntityTypeBuilder<InstalledRulePack> pack)
    {
        pack.ToTable("rule_packs");
        pack.HasKey(p => new { p.Organization, p.Number });
        pack.Property(p => p.Number).ValueGeneratedNever();
        pack.Property(p => p.Origin).HasConversion<string>();
        pack.Ignore(p => p.Entry);
        pack.HasIndex(p => new { p.Organization, p.Version }).IsUnique();
    }
}

internal sealed class ConsentInvitationConfiguration : IEntityTypeConfiguration<ConsentInvitation>
{
    public void Configure(EntityTypeBuilder<ConsentInvitation> invitation)
    {
        invitation.ToTable("consent_invitations");
        invitation.Property(i => i.Id).ValueGeneratedNever();
        invitation.HasIndex(i => i.Recording);
    }
}

internal sealed class MyRecordingsLinkConfiguration : IEntityTypeConfiguration<MyRecordingsLink>
{
    public void Configure(EntityTypeBuilder<MyRecordingsLink> link)
    {
        link.ToTable("my_recordings_links");
        link.Property(l => l.Id).ValueGeneratedNever();
        link.HasIndex(l => l.Person);
    }
}

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> notice)
    {
        notice.ToTable("notices");
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.Property(n => n.Parts).AsJson();
        notice.Ignore(n => n.Text);
        notice.HasIndex(n => new { n.Organization, n.Version, n.Language }).IsUnique();
    }
}

internal sealed class NoticeDraftConfiguration : IEntityTypeConfiguration<NoticeDraft>
{
    public void Configure(EntityTypeBuilder<NoticeDraft> draft)
    {
        draft.ToTable("notice_drafts");
        draft.Property(d => d.Id).ValueGeneratedNever();
        draft.Property(d => d.Parts).AsJson();
        draft.Ignore(d => d.Text);
        draft.Property<uint>("xmin").IsRowVersion();
        draft.HasIndex(d => new { d.Organization, d.Language }).IsUnique();
    }
}

internal sealed class WidgetOriginConfiguration : IEntityTypeConfiguration<WidgetOrigin>
{
    public void Configure(EntityTypeBuilder<WidgetOrigin> origin)
    {
        origin.ToTable("widget_origins");
        origin.Property(o => o.Id).ValueGeneratedNever();
        origin.HasIndex(o => new { o.Organization, o.Origin }).IsUnique();
    }
}

internal sealed class ReceiptKeyConfiguration : IEntityTypeConfiguration<ReceiptKey>
{
    public void Configure(EntityTypeBuilder<ReceiptKey> key)
    {
        key.ToTable("receipt_keys");
        key.Property(k => k.Id).ValueGeneratedNever();
        key.HasIndex(k => k.Organization);
    }
}
