using System.Text;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>How a fact becomes a leaf, and what an entry's columns have to do with it.</summary>
public static class LedgerLeaf
{
    /// <summary>The name of an organization's log, and of the key that signs for it. It stands in every leaf and never changes.</summary>
    public static string Origin(OrganizationId organization) => $"recordsmanager/log/{organization}";

    /// <param name="commitment">To the fact's personal values; empty when it has none.</param>
    public static Leaf Of(OrganizationId organization, long index, DateTimeOffset at, string actor, LedgerFact fact, string commitment) => new()
    {
        Origin = Origin(organization),
        Index = index,
        At = at,
        Kind = fact.Kind,
        Object = fact.Object,
        Person = fact.Person?.ToString() ?? "",
        Actor = actor,
        Commitment = commitment,
        Details = fact.Details ?? new Dictionary<string, string>(StringComparer.Ordinal),
    };

    /// <exception cref="ProofFormatException">It is no leaf that was ever written.</exception>
    public static Leaf Read(string leaf) => Leaf.Parse(Encoding.UTF8.GetBytes(leaf));

    /// <summary>Which of an entry's columns does not say what its leaf says (the hashes cover the leaf only); null when all do.</summary>
    public static string? ColumnThatDisagrees(LedgerEntry entry, Leaf leaf) =>
        leaf.Index != entry.Index ? "index"
        : Leaf.Time(entry.At) != Leaf.Time(leaf.At) ? "at"
        : leaf.Kind != entry.Kind ? "kind"
        : leaf.Object != entry.Object ? "object"
        : leaf.Person != (entry.Person ?? "") ? "person"
        : leaf.Actor != entry.Actor ? "actor"
        : null;
}
