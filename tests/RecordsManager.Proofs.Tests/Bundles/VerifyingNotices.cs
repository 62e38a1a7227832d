using System.Text;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Proofs.Tests.Bundles;

/// <summary>By somebody who can sign: the container holds, and only what the notices say tells it.</summary>
public sealed class VerifyingNotices : IDisposable
{
    private readonly ALedger _ledger = new();
    private readonly string _path = Path.GetTempFileName();

    private static string Bound => ALedger.Notices[1];

    [Theory]
    [InlineData("\"language\":\"de\"", "\"language\":\"en\"", "notice.language", "The index gives the notice's language as “en”; the notice itself says “de”.")]
    [InlineData("\"version\":\"3\"", "\"version\":\"4\"", "notice.version", "The index gives the notice's version as “4”; the notice itself says “3”.")]
    [InlineData("\"recording sharing\"", "\"recording\"", "notice.purposes", "The index gives the notice's purposes as “recording”; the notice itself says “recording sharing”.")]
    [InlineData("\"form\":\"2\"", "\"form\":\"1\"", "notice.form", "The index says form 1, and the text is not in that form.")]
    [InlineData("{\"form\":\"2\",", "{", "notice.form", "The index says form 1, and the text is not in that form.")]
    [InlineData("\"form\":\"2\"", "\"form\":\"3\"", "notice.form", "The index says form 3, and the text is not in that form.")]
    public async Task An_index_that_says_something_else_than_a_bound_notice_is_told_precisely(string what, string instead, string code, string text)
    {
        var faults = await Faults(parts => Replace(parts, BundleParts.NoticeIndex, what, instead));

        var fault = Assert.Single(faults);
        Assert.Equal((BundleParts.Notice(Bound), code, text), (fault.Part, fault.Code, fault.Message));
    }

    [Fact]
    public async Task An_old_notice_that_calls_itself_bound_is_told()
    {
        var faults = await Faults(parts => Replace(parts, BundleParts.NoticeIndex, "{\"language\":\"en\",\"sha256\":\"" + ALedger.Notices[0], "{\"form\":\"2\",\"language\":\"en\",\"sha256\":\"" + ALedger.Notices[0]));

        Assert.Equal((BundleParts.Notice(ALedger.Notices[0]), "notice.form"), (Assert.Single(faults).Part, faults[0].Code));
    }

    [Theory]
    [InlineData("language: de", "language: en")]
    [InlineData("version: 3", "version: 4")]
    [InlineData("purposes: recording sharing", "purposes: recording")]
    [InlineData("Eingeladene", "Alle")]
    [InlineData("spoken:\nDieses", "spoken:\nJedes")]
    public async Task A_bound_notice_that_was_changed_is_not_the_one_with_its_hash(string what, string instead)
    {
        var faults = await Faults(parts => Replace(parts, BundleParts.Notice(Bound), what, instead));

        Assert.Contains(faults, f => f.Part == BundleParts.Notice(Bound) && f.Code == "notice.text");
    }

    [Fact]
    public async Task An_entry_that_names_a_bound_notice_and_other_purposes_is_told_with_its_number()
    {
        using var other = new ALedger(5, _ledger.Signer, asked: "recording");

        var report = await Verify(await other.Parts(BundleScope.All), other);

        var fault = Assert.Single(report.Faults, f => f.Part == BundleParts.Notice(Bound));
        Assert.Equal(("notice.purposes", 4L, "The entry says that “recording” was asked for; the notice asks for “recording sharing”."), (fault.Code, fault.Entry, fault.Message));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        File.Delete(_path);
    }

    private async Task<IReadOnlyList<BundleFault>> Faults(Action<List<(string Name, byte[] Bytes)>> change)
    {
        var parts = await _ledger.Parts(BundleScope.All);
        change(parts);
        return (await Verify(parts, _ledger)).Faults;
    }

    private async Task<BundleReport> Verify(List<(string Name, byte[] Bytes)> parts, ALedger ledger)
    {
        await File.WriteAllBytesAsync(_path, await ALedger.Pack(parts, ledger.Head(BundleScope.All), ledger.Signer), TestContext.Current.CancellationToken);
        return BundleVerifier.Verify(_path, new BundleTrust(ledger.Signer.Key), TestContext.Current.CancellationToken);
    }

    private static void Replace(List<(string Name, byte[] Bytes)> parts, string name, string what, string instead)
    {
        var at = parts.FindIndex(p => p.Name == name);
        var text = Encoding.UTF8.GetString(parts[at].Bytes);
        Assert.Contains(what, text, StringComparison.Ordinal);
        parts[at] = (name, Encoding.UTF8.GetBytes(text.Replace(what, instead, StringComparison.Ordinal)));
    }
}
