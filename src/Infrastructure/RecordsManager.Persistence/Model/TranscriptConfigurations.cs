using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Persistence.Model;

internal sealed class TranscriptConfiguration : IEntityTypeConfiguration<Transcript>
{
    public void Configure(EntityTypeBuilder<Transcript> transcript)
    {
        transcript.ToTable("transcripts");
        transcript.Property(t => t.Id).ValueGeneratedNever();
        transcript.Property(t => t.Source).HasConversion<string>();
        transcript.Property(t => t.State).HasConversion<string>();
        transcript.Property(t => t.Version).IsConcurrencyToken();
        transcript.HasIndex(t => new { t.Recording, t.Language }).IsUnique();
    }
}

internal sealed class TranscriptLineConfiguration : IEntityTypeConfiguration<TranscriptLine>
{
    public void Configure(EntityTypeBuilder<TranscriptLine> line)
    {
        line.ToTable("transcript_lines");
        line.Property(l => l.Id).ValueGeneratedNever();
        line.Ignore(l => l.Extent);
        line.HasOne<Transcript>().WithMany().HasForeignKey(l => l.Transcript);
        line.HasIndex(l => l.Recording);
        line.HasIndex(l => l.Speaker);
    }
}

internal sealed class WordMarkConfiguration : IEntityTypeConfiguration<WordMark>
{
    public void Configure(EntityTypeBuilder<WordMark> mark)
    {
        mark.ToTable("word_marks");
        mark.HasKey(m => new { m.Item, m.Word });
        mark.HasIndex(m => new { m.Organization, m.Word });
    }
}

internal sealed class TranscriptionConfiguration : IEntityTypeConfiguration<Transcription>
{
    public void Configure(EntityTypeBuilder<Transcription> transcription)
    {
        transcription.ToTable("transcriptions");
        transcription.Property(t => t.Id).ValueGeneratedNever();
        transcription.Property(t => t.State).HasConversion<string>();
        transcription.Property<uint>("xmin").IsRowVersion();
        transcription.HasIndex(t => new { t.Recording, t.Participant, t.Language }).IsUnique();
    }
}

internal sealed class ChapterConfiguration : IEntityTypeConfiguration<Chapter>
{
    public void Configure(EntityTypeBuilder<Chapter> chapter)
    {
        chapter.ToTable("chapters");
        chapter.Property(c => c.Id).ValueGeneratedNever();
        chapter.Property(c => c.Named).AsIds();
        chapter.Property<uint>("xmin").IsRowVersion();
        chapter.HasIndex(c => new { c.Recording, c.AtMs }).IsUnique();
    }
}
