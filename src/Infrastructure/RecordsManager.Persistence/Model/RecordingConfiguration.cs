using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Persistence.Model;

internal sealed class RecordingConfiguration : IEntityTypeConfiguration<Recording>
{
    public void Configure(EntityTypeBuilder<Recording> recording)
    {
        recording.ToTable("recordings");
        recording.HasKey(r => r.Id);
        recording.Property(r => r.Id).ValueGeneratedNever();
        recording.Ignore(r => r.Trim);
        recording.Property(r => r.State).HasConversion<string>();
        recording.Property(r => r.Medium).HasConversion<string>();
        recording.PrimitiveCollection(r => r.Purposes).HasColumnType("text[]");
        recording.PrimitiveCollection(r => r.Features).HasColumnType("text[]");

        // Grows with every commit that touches the aggregate, so that a hold and a destruction can never miss each other.
        recording.Property<int>("Version").IsConcurrencyToken();
        recording.HasIndex(r => new { r.Organization, r.Source, r.ExternalId }).IsUnique();
        recording.HasIndex(r => new { r.Organization, r.StartedAt });

        recording.OwnsMany(r => r.Participants, participant =>
        {
            participant.ToTable("participants");
            participant.HasKey(p => p.Id);
            participant.Property(p => p.Id).ValueGeneratedNever();
            participant.WithOwner().HasForeignKey("RecordingId");
            participant.PrimitiveCollection(p => p.Locations).HasColumnType("text[]");
            participant.Property(p => p.LocationSource).HasConversion<string>();
            participant.Property(p => p.Whereabouts).AsJson();
            participant.Property(p => p.AgeBand).HasConversion<string>();
            participant.Property(p => p.Channel).HasConversion<string>();
            participant.Property(p => p.Presence).AsStretches();
            participant.Property(p => p.ChatWindows).AsStretches();
            participant.Property(p => p.Marks).AsJson();
            participant.Ignore(p => p.Location);
            participant.Ignore(p => p.Visits);
            participant.Ignore(p => p.IsPresent);
            participant.HasIndex(p => p.Person);
            Organized(participant);
        });
        recording.OwnsMany(r => r.Tracks, track =>
        {
            track.ToTable("tracks");
            track.HasKey(t => t.Id);
            track.Property(t => t.Id).ValueGeneratedNever();
            track.WithOwner().HasForeignKey("RecordingId");
            track.Property(t => t.Kind).HasConversion<string>();
            track.Property(t => t.State).HasConversion<string>();
            track.Property(t => t.Gaps).AsStretches();
            track.Property(t => t.Windows).AsStretches();
            track.Property(t => t.Kept).AsStretches();
            track.Ignore(t => t.Extent);
            track.Ignore(t => t.Drift);
            track.Ignore(t => t.IsWhole);
            track.HasIndex(t => t.Object);
            Organized(track);
        });
        recording.OwnsMany(r => r.Holds, hold =>
        {
            hold.ToTable("legal_holds");
            hold.HasKey(h => h.Id);
            hold.Property(h => h.Id).ValueGeneratedNever();
            hold.WithOwner().HasForeignKey("RecordingId");
            Organized(hold);
        });
    }

    /// <summary>The organization stands on owned rows too; the database fills it in from the session and checks it.</summary>
    private static void Organized<TOwner, TOwned>(OwnedNavigationBuilder<TOwner, TOwned> owned)
        where TOwner : class
        where TOwned : class =>
        owned.Property<OrganizationId>("Organization").HasDefaultValueSql("current_organization()");
}
