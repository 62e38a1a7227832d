using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Ledger;

/// <summary>
/// What the ledger keeps of an event: its kind, what it is about and facts that name nobody. A person appears only by
/// pseudonymous id, so that erasing the person leaves the entry true and the person unknown.
/// </summary>
/// <param name="Kind">Dotted, past tense: <c>consent.granted</c>, <c>erasure.completed</c>.</param>
/// <param name="Object">Prefixed id of what it is about.</param>
/// <param name="Details">Facts that name nobody; they stand in the entry itself.</param>
/// <param name="Personal">
/// Values that are personal data (name, location, language, address, evidence reference). They never stand in the entry: it
/// carries a salted commitment to them, and they are kept beside it under the key of <paramref name="Person"/>.
/// </param>
public sealed record LedgerFact(
    string Kind,
    string Object,
    PersonId? Person = null,
    IReadOnlyDictionary<string, string>? Details = null,
    IReadOnlyDictionary<string, string>? Personal = null) : IDomainEvent;
