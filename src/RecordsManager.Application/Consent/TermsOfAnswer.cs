using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Application.Consent;

/// <summary>What the organization's policies said at the time of an answer, whatever they say now.</summary>
/// <param name="Keep">ISO 8601 period, from the day of the call.</param>
/// <param name="StatedBasis">The ground in the organization's words, where it does not rest on consent.</param>
/// <param name="Contact">mailto: or https:, of who answers for the data.</param>
public sealed record TermsOfAnswer(string Keep, LawfulBasis Basis, string? StatedBasis, string Contact)
{
    /// <param name="site">Where people turn to when the policy named no contact.</param>
    internal static async Task<TermsOfAnswer> At(IReadDb db, DateTimeOffset at, string site, CancellationToken ct)
    {
        var retention = await db.RetentionPolicies.SingleAsync(ct);
        var policy = await db.ConsentPolicies.Where(p => p.InForceSince <= at).OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        var terms = policy?.Terms ?? new PolicyTerms();
        return new TermsOfAnswer(retention.At(at).Keep, terms.Basis, terms.StatedBasis, terms.Contact ?? site + "/");
    }
}
