using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Persistence.Model;

internal sealed class IdempotentAnswerRow
{
    public OrganizationId Organization { get; init; }

    public string Key { get; init; } = "";

    public byte[] RequestSha256 { get; init; } = [];

    public int Status { get; init; }

    public string? Location { get; init; }

    public byte[] SealedBody { get; init; } = [];

    public DateTimeOffset AnsweredAt { get; init; }
}

internal sealed class IdempotentAnswerConfiguration : IEntityTypeConfiguration<IdempotentAnswerRow>
{
    public void Configure(EntityTypeBuilder<IdempotentAnswerRow> answer)
    {
        answer.ToTable("idempotent_answers");
        answer.HasKey(a => new { a.Organization, a.Key });
    }
}
