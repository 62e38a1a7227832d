using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Consent.Engine;

namespace RecordsManager.Web.Pages.Words;

/// <summary>Who is left out of a share link, and what it asks.</summary>
public static class SharingWords
{
    /// <summary>Under which conditions it plays, besides its end.</summary>
    public static IReadOnlyList<string> Conditions(ShareLinkView link) =>
    [
        .. link.StartsAt is { } start ? [$"from {start.UtcDateTime:yyyy-MM-dd HH:mm} UTC"] : (string[])[],
        .. link.PlaysAllowed is { } plays ? [$"at most {Figures.Count(plays, "play")}"] : (string[])[],
        .. link.Part is { } part ? ["only " + WatchedWords.Say([part])] : (string[])[],
        .. link.WithoutChat ? ["without the chat"] : (string[])[],
        .. link.AllowsDownload ? ["a file may be downloaded"] : (string[])[],
        .. link.AsksPassphrase ? ["with a passphrase"] : (string[])[],
        .. link.AsksCode ? ["with a one-time code"] : (string[])[],
    ];

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
