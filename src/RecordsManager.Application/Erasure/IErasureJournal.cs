using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.Erasure;

/// <summary>Whose key was destroyed, under a pseudonym.</summary>
public sealed record JournaledErasure(OrganizationId Organization, PersonId Person, ErasureRequestId Request, DateTimeOffset At);

/// <summary>
/// The erasures, kept outside the database: beside the objects, beside the KEKs, and where checkpoints are published to. A
/// database that was restored is told by it whom to forget again, before anybody is served.
/// </summary>
public interface IErasureJournal
{
    /// <summary>Durable in every place when it returns. Repeating it changes nothing.</summary>
    Task Write(JournaledErasure erasure, CancellationToken ct);

    /// <summary>From all places together; an entry that we did not write is left out, and reported in the log.</summary>
    Task<IReadOnlyList<JournaledErasure>> Read(OrganizationId organization, CancellationToken ct);
}
