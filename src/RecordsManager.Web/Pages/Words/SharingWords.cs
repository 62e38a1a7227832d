using RecordsManager.Domain.Consent.Engine;

namespace RecordsManager.Web.Pages.Words;

/// <summary>Why somebody is left out of a share link.</summary>
public static class SharingWords
{
    /// <param name="reasons">Codes of consent-model.md section 8.</param>
    public static string Why(IReadOnlyList<string> reasons)
    {
        return Has(ReasonCode.ErasureRequested) ? "was erased; nothing of them is left."
            : Has(ReasonCode.PurposeNotConsented) ? "agreed to the recording, but not to its being shared."
            : Has(ReasonCode.ConsentWithdrawn) ? "took the consent back."
            : Has(ReasonCode.ConsentRefused) || Has(ReasonCode.Objection) ? "did not agree."
            : Has(ReasonCode.MinorGuardianMissing) ? "is a child, and no parent or guardian has agreed."
            : "has not answered, or the answer does not count.";

        bool Has(string code) => reasons.Contains(code, StringComparer.Ordinal);
    }
}
