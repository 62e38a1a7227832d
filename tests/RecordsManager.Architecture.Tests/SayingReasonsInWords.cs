using System.Reflection;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Architecture.Tests;

/// <summary>A code is for programs; who reads a page gets words.</summary>
public sealed class SayingReasonsInWords
{
    public static TheoryData<string> Codes => [.. typeof(ReasonCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    public static TheoryData<string> RefusalCodes => [.. typeof(PlaybackErrors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => ((Error)f.GetValue(null)!).Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_reason_has_words(string code) => Assert.NotEqual(code, Reasons.One(code));

    [Theory]
    [MemberData(nameof(RefusalCodes))]
    public void Every_refusal_has_words(string code) => Assert.NotEqual(code, Refusals.Say(code));
}
