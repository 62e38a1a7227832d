using System.Text.RegularExpressions;
using RecordsManager.Application.Ledger;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Architecture.Tests;

/// <summary>The kinds of entries on the ledger, as the code writes them.</summary>
public sealed partial class NamingEntries
{
    public static TheoryData<string> Kinds =>
    [
        .. Directory.GetFiles(Path.Combine(Product.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Kind().Matches(File.ReadAllText(file)).Select(m => m.Groups["kind"].Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>An export repeats what was asked for only where it is a kind: what else was typed could be a name.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_can_be_asked_for(string kind) => Assert.Equal(kind, new TrailFilter(kind).Words()["kind"]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_words(string kind) => Assert.NotEqual(kind, LedgerSentence.Of(
        new LedgerLine(0, DateTimeOffset.UnixEpoch, kind, "", null, null, "usr_1", new Dictionary<string, string> { ["keep"] = "P90D", ["keepWas"] = "P90D" }, "")).Text);

    [GeneratedRegex("LedgerFact\\(\"(?<kind>[a-z-]+\\.[a-z-]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Kind();
}
