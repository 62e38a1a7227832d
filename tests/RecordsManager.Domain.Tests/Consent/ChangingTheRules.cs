using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Domain.Tests.Consent;

public sealed class ChangingTheRules
{
    private static readonly RulePack Shipped = BuiltInRulePack.Load();

    [Fact]
    public void What_was_captured_before_new_rules_stays_and_what_comes_after_is_theirs()
    {
        var call = new TimedCall("US-NY");
        call.Say(call.Add(), new Said(-1, ConsentEventKind.Granted));
        var silent = call.Add();

        Assert.Equal([Stretch.Always], call.Windows().Of(silent, MediaKinds.Audio));
        Assert.Equal([Stretch.Always with { ToNs = 20_000_000_000 }], call.Windows(call.FromSecond(20, ConsentModel.ExplicitOptIn)).Of(silent, MediaKinds.Audio));
        Assert.Equal([Stretch.Always], call.Windows(call.FromSecond(TimedCall.Seconds, ConsentModel.ExplicitOptIn)).Of(silent, MediaKinds.Audio));
        Assert.Empty(call.Windows(call.FromSecond(-1, ConsentModel.ExplicitOptIn)).Of(silent, MediaKinds.Audio));
    }

    [Fact]
    public void A_book_gives_the_pack_of_the_time()
    {
        var (second, third) = (Shipped with { Version = "2" }, Shipped with { Version = "3" });
        var book = new RuleBook(Shipped, [new PackInForce(A.Now, second), new PackInForce(A.Now.AddDays(1), third)]);

        Assert.Equal(
            [Shipped.Version, "2", "2", "3"],
            new[] { A.Now.AddTicks(-1), A.Now, A.Now.AddDays(1).AddTicks(-1), A.Now.AddDays(9) }.Select(at => book.At(at).Version));
    }

    [Fact]
    public void A_pack_is_compared_with_another_field_by_field()
    {
        var oregon = Shipped.Rules["US-OR"];
        var changed = Shipped with
        {
            Rules = new Dictionary<string, JurisdictionRule>(Shipped.Rules.Where(r => r.Key != "US-AL"))
            {
                ["US-OR"] = oregon with { AcceptsBeepTone = !oregon.AcceptsBeepTone, DigitalConsentAge = 15 },
                ["XX"] = oregon with { Code = "XX", Name = "Nowhere" },
            },
        };

        Assert.Empty(RuleChange.Between(Shipped, BuiltInRulePack.Load()));
        Assert.Equal(
            ["US-AL gone ", "US-OR  beep tone, digital consent age", "XX new "],
            RuleChange.Between(Shipped, changed).Select(c => $"{c.Code} {(c.IsGone ? "gone" : c.IsNew ? "new" : "")} {string.Join(", ", c.Fields.Select(f => f.Field))}"));
    }

    [Theory]
    [InlineData("P5Y")]
    [InlineData("P1Y6M")]
    [InlineData("P90D")]
    [InlineData("P1M2DT3H")]
    [InlineData("P0D")]
    [InlineData("PT8M5S")]
    public void A_span_is_written_as_it_is_read(string iso) =>
        Assert.Equal(iso, CalendarSpan.TryParse(iso, out var span) ? span.ToString() : "not read");
}
