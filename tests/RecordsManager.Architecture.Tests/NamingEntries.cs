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
    public void Every_kind_has_words(string kind) => Assert.NotEqual(kind, Say(kind, ("keep", "P90D"), ("keepWas", "P90D")));

    [Fact]
    public void A_beginning_is_said_as_the_moment_and_an_end_as_the_last_day()
    {
        Assert.Equal("Rule pack mine.1 installed, in effect from 1 January 2027, 00:00 UTC", Say("rules.installed", ("rulePack", "mine.1"), ("origin", "own"), ("effectiveFrom", "2027-01-01T00:00:00.000Z")));
        Assert.Equal("The rule of DE overridden until 31 December 2026: Opinion", Say("policy.override-stated", ("place", "DE"), ("until", "2027-01-01"), ("justification", "Opinion")));
    }

    [Fact]
    public void A_key_is_said_to_be_whose_it_is()
    {
        Assert.Equal("The key that signs receipts was made", Say("key.created", ("use", "receipts")));
        Assert.Equal("A key was made for a person", Say("key.created", ("epoch", "1")));
    }

    private static string Say(string kind, params (string Name, string Value)[] details) => LedgerSentence.Of(
        new LedgerLine(0, DateTimeOffset.UnixEpoch, kind, "", null, null, "usr_1", details.ToDictionary(d => d.Name, d => d.Value), "")).Text;

    [GeneratedRegex("LedgerFact\\(\"(?<kind>[a-z-]+\\.[a-z-]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Kind();
}
