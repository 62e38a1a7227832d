namespace RecordsManager.Proofs.Tests;

public sealed class CommittingToPersonalValues
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>Computed with openssl: printf '{"location":"US-CA","name":"Ann Ö"}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f</summary>
    [Fact]
    public void The_commitment_is_the_HMAC_over_the_canonical_values() =>
        Assert.Equal("s03IhdfUQ3bMKllHcIUmSp_RhChInc473pEgo-YfWgU", Commitment.Of(Salt, new Dictionary<string, string> { ["name"] = "Ann Ö", ["location"] = "US-CA" }));

    [Fact]
    public void Any_other_value_or_salt_gives_another()
    {
        var committed = Commitment.Of(Salt, new Dictionary<string, string> { ["name"] = "Ann" });

        Assert.NotEqual(committed, Commitment.Of(Salt, new Dictionary<string, string> { ["name"] = "ann" }));
        Assert.NotEqual(committed, Commitment.Of(Salt, new Dictionary<string, string> { ["names"] = "Ann" }));
        Assert.NotEqual(committed, Commitment.Of(Commitment.NewSalt(), new Dictionary<string, string> { ["name"] = "Ann" }));
        Assert.Equal(43, committed.Length);
        Assert.Throws<ArgumentException>(() => Commitment.Of(new byte[16], new Dictionary<string, string>()));
    }
}
