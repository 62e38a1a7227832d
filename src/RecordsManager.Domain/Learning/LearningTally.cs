using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Learning;

/// <summary>How an organization's statements have fared: delivered ones leave no row, and are counted here.</summary>
public sealed class LearningTally
{
    private LearningTally()
    {
    }

    public LearningTally(OrganizationId organization) => Organization = organization;

    public OrganizationId Organization { get; private set; }

    public long Sent { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The last one; holds nothing of a statement.</summary>
    public string? Failure { get; private set; }

    public DateTimeOffset? FailedAt { get; private set; }

    public void Delivered(int statements, DateTimeOffset now) => (Sent, SentAt) = (Sent + statements, now);

    public void Failed(string failure, DateTimeOffset now) => (Failure, FailedAt) = (failure, now);
}
