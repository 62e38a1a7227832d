using System.Text;

namespace RecordsManager.Proofs.Tests;

public sealed class ReadingLeaves
{
    private const string Written =
        "{\"a\":\"usr_1\",\"c\":\"\",\"d\":{\"method\":\"web\",\"ä\":\"😀\"},\"k\":\"consent.granted\",\"l\":\"log\",\"o\":\"rec_1\",\"q\":7,\"s\":\"per_1\",\"t\":\"2026-11-20T15:00:00.123Z\",\"v\":2}";

    private const string Before = "{\"a\":\"usr_1\",\"d\":{\"ä\":\"\\uD83D\\uDE00\"},\"k\":\"consent.granted\",\"o\":\"rec_1\",\"q\":7,\"s\":\"\",\"t\":\"2026-11-20T15:00:00.123Z\",\"v\":1}";

    [Fact]
    public void A_leaf_is_canonical_JSON_of_its_members()
    {
        var leaf = new Leaf
        {
            Origin = "log",
            Index = 7,
            At = new DateTimeOffset(2026, 11, 20, 16, 0, 0, 123, TimeSpan.FromHours(1)),
            Kind = "consent.granted",
            Object = "rec_1",
            Person = "per_1",
            Actor = "usr_1",
            Details = new Dictionary<string, string> { ["ä"] = "😀", ["method"] = "web" },
        };

        Assert.Equal(Written, Encoding.UTF8.GetString(leaf.Write()));
        Assert.Equal(Written, Encoding.UTF8.GetString(CanonicalJson.Canonicalize(leaf.Write())));
        Assert.Equal(leaf, Leaf.Parse(leaf.Write()));
    }

    [Fact]
    public void A_leaf_of_the_first_version_is_read_as_it_was_written()
    {
        var leaf = Leaf.Parse(Encoding.UTF8.GetBytes(Before));

        Assert.Equal((1, "", ""), (leaf.Version, leaf.Origin, leaf.Commitment));
        Assert.Equal("😀", leaf.Details["ä"]);
    }

    [Theory]
    [InlineData("\"v\":2", "\"v\":3")]
    [InlineData("\"v\":2", "\"v\":2,\"w\":0")]
    [InlineData("\"q\":7", "\"q\":7.0")]
    [InlineData("\"q\":7", "\"q\": 7")]
    [InlineData("\"q\":7", "\"q\":\"7\"")]
    [InlineData("\"c\":\"\",", "")]
    [InlineData("15:00:00.123Z", "15:00:00Z")]
    [InlineData("\"web\"", "1")]
    [InlineData("\"web\"", "null")]
    [InlineData("😀", "\\ud83d\\ude00")]
    public void Anything_else_is_no_leaf(string written, string instead) =>
        Assert.Throws<ProofFormatException>(() => Leaf.Parse(Encoding.UTF8.GetBytes(Written.Replace(written, instead, StringComparison.Ordinal))));
}
