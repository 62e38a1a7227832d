using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace RecordsManager.Proofs.Tests;

public sealed class WritingCanonicalJson
{
    [Fact]
    public void The_published_documents_become_the_published_bytes()
    {
        var vectors = Vectors.Published("jcs_rfc8785.json").GetProperty("vectors").EnumerateArray().ToList();

        Assert.Equal(6, vectors.Count);
        Assert.All(vectors, v => Assert.Equal(
            v.GetProperty("output_hex").GetString(),
            Convert.ToHexStringLower(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(v.GetProperty("input").GetString()!)))));
    }

    [Theory]
    [InlineData("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}")]
    [InlineData(" [ 1 , 2.0 , -0 , 1e2 ] ", "[1,2,0,100]")]
    [InlineData("{\"\\u20ac\":\"Euro\",\"\\r\":\"CR\",\"\\ufb33\":\"He\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Smile\",\"\\u0080\":\"Ctl\",\"\\u00f6\":\"oe\"}",
        "{\"\\r\":\"CR\",\"1\":\"One\",\"\u0080\":\"Ctl\",\"ö\":\"oe\",\"€\":\"Euro\",\"😀\":\"Smile\",\"\ufb33\":\"He\"}")]
    [InlineData("\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\\\/\\u007f\\u2028<&>\"", "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u007f\u2028<&>\"")]
    [InlineData("[true,false,null,{},[]]", "[true,false,null,{},[]]")]
    public void There_is_one_spelling(string given, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(given))));

    /// <summary>IEEE 754 bits and text; the cases where implementations differ: limits, subnormals, the borders of the exponent, ties.</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Numbers_are_written_as_ECMAScript_does(string bits, string text)
    {
        var number = BitConverter.UInt64BitsToDouble(Convert.ToUInt64(bits, 16));

        Assert.Equal(text, CanonicalJson.Number(number));
        Assert.Equal(text, Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void A_written_number_reads_back_as_the_same_double() =>
        Prop.ForAll<long>(bits =>
        {
            var number = BitConverter.Int64BitsToDouble(bits * 2_654_435_761);
            return !double.IsFinite(number) || double.Parse(CanonicalJson.Number(number), CultureInfo.InvariantCulture) == number;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Canonical_bytes_stay_as_they_are() =>
        Prop.ForAll<Dictionary<NonNull<string>, NonNull<string>>>(given =>
        {
            var members = given.Where(m => IsText(m.Key.Get) && IsText(m.Value.Get)).ToDictionary(m => m.Key.Get, m => m.Value.Get, StringComparer.Ordinal);
            var bytes = CanonicalJson.Of(members);
            return CanonicalJson.Canonicalize(bytes).SequenceEqual(bytes)
                && JsonSerializer.Deserialize<Dictionary<string, string>>(bytes)!.OrderBy(m => m.Key, StringComparer.Ordinal).SequenceEqual(members.OrderBy(m => m.Key, StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"x\":{\"a\":1,\"a\":1}}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("\"\\ud800x\"")]
    [InlineData("1e400")]
    [InlineData("-1e999")]
    [InlineData("NaN")]
    [InlineData("[1,]")]
    [InlineData("{} {}")]
    [InlineData("// no\n1")]
    [InlineData("01")]
    [InlineData("")]
    [InlineData("{'a':1}")]
    public void What_has_more_than_one_reading_is_refused(string json) =>
        Assert.Throws<ProofFormatException>(() => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        Assert.Throws<ProofFormatException>(() => CanonicalJson.Canonicalize(new byte[] { (byte)'"', 0xc3, 0x28, (byte)'"' }));
        Assert.Throws<ProofFormatException>(() => CanonicalJson.Canonicalize(new byte[] { (byte)'"', 0xed, 0xa0, 0x80, (byte)'"' })); // an encoded surrogate
        Assert.Throws<ProofFormatException>(() => CanonicalJson.Of(new Dictionary<string, string> { ["a"] = "\ud800" }));
    }

    private static bool IsText(string text) => text.EnumerateRunes().All(r => r != Rune.ReplacementChar);
}
