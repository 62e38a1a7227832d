using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Retention;

/// <summary>Suspends disposition and erasure of bytes for one recording while a case needs it.</summary>
public sealed class LegalHold
{
    private LegalHold()
    {
    }

    internal LegalHold(LegalHoldId id, string caseReference, string placedBy, DateTimeOffset placedAt)
    {
        Id = id;
        CaseReference = caseReference;
        PlacedBy = placedBy;
        PlacedAt = placedAt;
    }

    public LegalHoldId Id { get; private set; }

    public string CaseReference { get; private set; } = "";

    public string PlacedBy { get; private set; } = "";

    public DateTimeOffset PlacedAt { get; private set; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    public bool Stands => ReleasedAt is null;

    internal void Release(DateTimeOffset now) => ReleasedAt = now;
}
