using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Domain.Learning;

namespace RecordsManager.Persistence.Model;

internal sealed class LearningStoreConfiguration : IEntityTypeConfiguration<LearningStore>
{
    public void Configure(EntityTypeBuilder<LearningStore> store)
    {
        store.ToTable("learning_stores");
        store.HasKey(s => s.Organization);
        store.Property(s => s.Organization).ValueGeneratedNever();
        store.Ignore(s => s.Host);
        store.Property(s => s.Version).IsConcurrencyToken(); // not xmin: a rotation of keys touches the row and changes nothing
    }
}

internal sealed class LearningViewerConfiguration : IEntityTypeConfiguration<LearningViewer>
{
    public void Configure(EntityTypeBuilder<LearningViewer> viewer)
    {
        viewer.ToTable("learning_viewers");
        viewer.HasKey(v => new { v.Organization, v.Viewer });
        viewer.Property(v => v.Version).IsConcurrencyToken();
    }
}

/// <summary>Goes with its viewer, and its statements with it.</summary>
internal sealed class LearningRegistrationConfiguration : IEntityTypeConfiguration<LearningRegistration>
{
    public void Configure(EntityTypeBuilder<LearningRegistration> registration)
    {
        registration.ToTable("learning_registrations");
        registration.Property(r => r.Id).ValueGeneratedNever();
        registration.Property(r => r.Segments).AsJson();
        registration.Property(r => r.Sessions).AsJson();
        registration.Property(r => r.Version).IsConcurrencyToken();
        registration.HasOne<LearningViewer>().WithMany().HasForeignKey(r => new { r.Organization, r.Viewer });
        registration.HasIndex(r => new { r.Organization, r.Viewer, r.Recording }).IsUnique();
        registration.HasIndex(r => r.Recording);
        registration.HasIndex(r => new { r.Organization, r.SilentAt });
    }
}

internal sealed class LearningStatementConfiguration : IEntityTypeConfiguration<LearningStatement>
{
    public void Configure(EntityTypeBuilder<LearningStatement> statement)
    {
        statement.ToTable("learning_statements");
        statement.Property(s => s.Id).ValueGeneratedNever();
        statement.Property(s => s.State).HasConversion<string>();
        statement.HasOne<LearningRegistration>().WithMany().HasForeignKey(s => s.RegistrationId);
        statement.HasIndex(s => new { s.Organization, s.State, s.NextAt });
    }
}

internal sealed class LearningTallyConfiguration : IEntityTypeConfiguration<LearningTally>
{
    public void Configure(EntityTypeBuilder<LearningTally> tally)
    {
        tally.ToTable("learning_tallies");
        tally.HasKey(t => t.Organization);
        tally.Property(t => t.Organization).ValueGeneratedNever();
    }
}
