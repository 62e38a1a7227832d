using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Application.Ledger;

namespace RecordsManager.Persistence.Model;

internal sealed class LedgerEntryConfiguration : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> entry)
    {
        entry.ToTable("ledger_entries");
        entry.HasKey(e => new { e.Organization, e.Index });
        entry.Property(e => e.Index).ValueGeneratedNever();
        entry.HasIndex(e => new { e.Organization, e.Object });
    }
}

internal sealed class LedgerPayloadConfiguration : IEntityTypeConfiguration<LedgerPayload>
{
    public void Configure(EntityTypeBuilder<LedgerPayload> payload)
    {
        payload.ToTable("ledger_payloads");
        payload.HasKey(p => new { p.Organization, p.Index });
        payload.Property(p => p.Index).ValueGeneratedNever();
        payload.HasIndex(p => p.Person);
    }
}

internal sealed class LedgerKeyConfiguration : IEntityTypeConfiguration<LedgerKey>
{
    public void Configure(EntityTypeBuilder<LedgerKey> key)
    {
        key.ToTable("ledger_keys");
        key.HasKey(k => new { k.Organization, k.KeyId });
        key.HasIndex(k => new { k.Organization, k.Ordinal }).IsUnique();
    }
}

internal sealed class LedgerCheckpointConfiguration : IEntityTypeConfiguration<LedgerCheckpoint>
{
    public void Configure(EntityTypeBuilder<LedgerCheckpoint> checkpoint)
    {
        checkpoint.ToTable("ledger_checkpoints");
        checkpoint.HasKey(c => new { c.Organization, c.Size });
        checkpoint.Property(c => c.Size).ValueGeneratedNever();
    }
}

internal sealed class LedgerScrubConfiguration : IEntityTypeConfiguration<LedgerScrub>
{
    public void Configure(EntityTypeBuilder<LedgerScrub> scrub)
    {
        scrub.ToTable("ledger_scrubs");
        scrub.Property(s => s.Id).ValueGeneratedNever();
        scrub.Property(s => s.Findings).HasColumnType("jsonb");
    }
}
