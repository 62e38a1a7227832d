using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Ledger;

/// <summary>
/// What the ledger keeps of an event: its kind, what it is about and facts that name nobody. A person appears only by
/// pseudonymous id, so that erasing the person leaves the entry true and the person unknown.
/// </summary>
/// <param name="Kind">Dotted, past tense: <c>consent.granted</c>, <c>erasure.completed</c>.</param>
/// <param name="Object">Prefixed id of what it is about.</param>
public sealed record LedgerFact(
    string Kind,
    string Object,
    PersonId? Person = null,
    IReadOnlyDictionary<string, string>? Details = null) : IDomainEvent;
