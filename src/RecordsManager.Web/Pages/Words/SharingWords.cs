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
        .. link.Speakers.Count > 0 ? ["only " + Figures.And([.. link.Speakers.Select(s => s.DisplayName)])] : (string[])[],
        .. link.WithoutChat ? ["without the chat"] : (string[])[],
        .. link.AllowsDownload ? ["a file may be downloaded"] : (string[])[],
        .. link.AsksPassphrase ? ["with a passphrase"] : (string[])[],
        .. link.AsksCode ? ["with a one-time code"] : (string[])[],
    ];

    /// <summary>What the ledger keeps of a change of conditions.</summary>
    public static string Changes(Func<string, string> fact)
    {
        var known = new[] { ("expiresAt", "ends"), ("startsAt", "starts"), ("plays", "plays"), ("range", "part"), ("chat", "chat") }
            .Where(f => fact(f.Item1).Length > 0).Select(f => $"{f.Item2} {fact(f.Item1)} (was {fact(f.Item1 + "Was")})");
        return string.Join("; ", known.Concat(fact("reason").Length > 0 ? ["another reason"] : []));
    }

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
