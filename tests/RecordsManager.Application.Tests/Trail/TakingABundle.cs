using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Application.Tests.Trail;

/// <summary>The bundles that the product itself makes, verified as an auditor does: from the file alone.</summary>
public sealed class TakingABundle : OnTheWorkbench
{
    private static readonly TrailFilter Consent = new("consent");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_holds_the_whole_ledger_up_to_its_checkpoint_and_verifies_by_itself()
    {
        await Bench.IngestAgreed("Alice", "Bob");

        var report = Verify(await Bundle());

        Assert.True(report.Verified, string.Join('\n', report.Faults));
        Assert.Equal(BundleScope.All, report.Manifest!.Scope);
        Assert.Equal(report.Manifest.Size, report.Manifest.Count);
        Assert.All(report.Steps.Where(s => s.Name is not ("since" or "disclosure")), s => Assert.True(s.Holds));
    }

    [Fact]
    public async Task Of_a_question_it_holds_the_matching_entries_with_a_proof_each()
    {
        await Bench.IngestAgreed("Alice", "Bob");

        var report = Verify(await Bundle(Consent));

        Assert.True(report.Verified, string.Join('\n', report.Faults));
        Assert.Equal((BundleScope.Matching, 2L), (report.Manifest!.Scope, report.Manifest.Count));
        Assert.Equal("consent", report.Manifest.Filter["kind"]);
    }

    [Fact]
    public async Task It_shows_that_the_ledger_grew_out_of_what_the_auditor_kept()
    {
        await Bench.IngestAgreed("Alice");
        var old = (await Bench.Send(new SignCheckpoint.Command())).Value;
        await Bench.IngestAgreed("Bob");

        var kept = Path.Combine(Bench.Folder, "kept");
        await File.WriteAllTextAsync(kept, old.Note, Ct);

        Assert.All(
            new[] { await Bundle(), await Bundle(Consent, old.Size) },
            bundle => Assert.True(Verify(bundle, kept) is { Verified: true } report && report.Steps.Single(s => s.Name == "since").Holds == true));
    }

    [Fact]
    public async Task It_has_the_exact_text_that_a_consent_entry_names()
    {
        var recording = await Bench.IngestAgreed("Alice");
        var notice = await GrantsWithANotice(recording);

        var bundle = await Bundle();

        var named = (await Bench.Ledger()).Select(e => LedgerLeaf.Read(e.Leaf).Details.GetValueOrDefault("notice")).Last(n => n is { Length: 64 })!;
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bundle));
        using var reader = new StreamReader(zip.GetEntry(BundleParts.Notice(named))!.Open(), new UTF8Encoding(false));
        Assert.Equal(notice.Shown(null).Canonical, await reader.ReadToEndAsync(Ct));
        Assert.True(Verify(bundle).Verified);
    }

    [Fact]
    public async Task A_notice_from_before_there_was_another_form_keeps_its_hash_beside_one_of_today()
    {
        var recording = await Bench.IngestAgreed("Alice");
        var today = await GrantsWithANotice(recording);
        var before = ShownNotice.Whole(1, "en", 1, NoticeText.Of("May we keep it?", "This call is recorded.", [new("recording", "Your voice.")]));
        await using (var owner = new Npgsql.NpgsqlConnection(Bench.Database.SuperuserConnectionString))
        {
            await owner.OpenAsync(Ct);
            await using var insert = new Npgsql.NpgsqlCommand(
                $$"""
                insert into notices (id, organization_id, version, language, title, body, parts, sha256, published_at, form)
                values ('{{Guid.CreateVersion7()}}', '{{Bench.Organization.Value}}', 1, 'en', 'May we keep it?', 'This call is recorded.', '[{"Purpose":"recording","Text":"Your voice."}]', '{{before.Sha256}}', now(), 1)
                """, owner);
            await insert.ExecuteNonQueryAsync(Ct);
        }

        var old = await Bench.Read(db => db.Notices.SingleAsync(n => n.Language == "en", Ct));
        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await Bench.Send(new Application.Consent.RecordConsent.Command(recording.Id, recording.Participant(0).Id, ConsentEventKind.Granted, "api", "en", null) { Notice = old.Id })).Error);

        var bundle = await Bundle();

        Assert.Equal("May we keep it?\nThis call is recorded.\nYour voice.", old.Shown(null).Canonical);
        var report = Verify(bundle);
        Assert.True(report.Verified, string.Join('\n', report.Faults));
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bundle));
        using var reader = new StreamReader(zip.GetEntry(BundleParts.NoticeIndex)!.Open(), new UTF8Encoding(false));
        var index = await reader.ReadToEndAsync(Ct);
        Assert.Contains($"{{\"form\":\"1\",\"language\":\"en\",\"purposes\":\"recording\",\"sha256\":\"{old.Sha256}\"", index, StringComparison.Ordinal);
        Assert.Contains($"{{\"form\":\"2\",\"language\":\"ar\",\"purposes\":\"transcription\",\"sha256\":\"{today.Sha256}\"", index, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_holds_no_personal_value_and_neither_does_one_from_before_an_erasure()
    {
        var recording = await Bench.IngestAgreed("Alice Okafor", "Bob Lindqvist");
        await GrantsWithANotice(recording);
        var before = await Bundle();
        var disclosed = await Disclosure();
        Assert.Contains("Alice Okafor", Encoding.UTF8.GetString(disclosed), StringComparison.Ordinal);

        await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)));
        await Bench.ContinueErasures();
        var after = await Bundle();

        foreach (var bundle in new[] { before, after, await Bundle(Consent) })
        {
            var text = Encoding.UTF8.GetString(bundle);
            Assert.All(new[] { "Alice Okafor", "Okafor", "Bob Lindqvist", "Lindqvist" }, name => Assert.DoesNotContain(name, text, StringComparison.OrdinalIgnoreCase)); // whole names: base64 spells "bob" now and then
            Assert.True(Verify(bundle).Verified);
        }

        Assert.DoesNotContain("Alice", Encoding.UTF8.GetString(await Disclosure()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disclosure_is_what_the_entries_commit_to_and_a_changed_one_is_not()
    {
        await Bench.IngestAgreed("Alice Okafor", "Bob Lindqvist");
        var bundle = await Bundle();
        var disclosure = Path.Combine(Bench.Folder, "disclosure");

        await File.WriteAllBytesAsync(disclosure, await Disclosure(), Ct);
        var honest = Verify(bundle, disclosure: disclosure);
        await File.WriteAllTextAsync(disclosure, (await File.ReadAllTextAsync(disclosure, Ct)).Replace("Alice Okafor", "Alice Okafar", StringComparison.Ordinal), Ct);
        var forged = Verify(bundle, disclosure: disclosure);

        Assert.True(honest.Verified, string.Join('\n', honest.Faults));
        Assert.True(honest.Steps.Single(s => s.Name == "disclosure").Holds);
        Assert.Contains(forged.Faults, f => f is { Part: "disclosure", Code: "disclosure.commitment" });
    }

    [Fact]
    public async Task That_it_was_taken_is_an_entry_that_names_its_manifest()
    {
        await Bench.IngestAgreed("Alice");

        var bundle = await Bundle(Consent);

        var entry = (await Bench.Ledger())[^1];
        var details = LedgerLeaf.Read(entry.Leaf).Details;
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bundle));
        using var manifest = zip.GetEntry(BundleParts.Manifest)!.Open();
        Assert.Equal(("trail.exported", "bundle", "consent"), (entry.Kind, details["format"], details["kind"]));
        Assert.Equal(Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(manifest, Ct)), details["manifest"]);
    }

    [Fact]
    public async Task What_somebody_typed_stands_neither_in_the_ledger_nor_in_the_bundle()
    {
        await Bench.IngestAgreed("Alice Okafor");
        TrailFilter filter = null!;
        await Bench.In(Bench.Organization, async services => filter = await services.GetRequiredService<TrailQuestion>().Of(null, null, "okafor", null, null, null, Ct));

        var bundle = await Bundle(filter);
        var report = Verify(bundle);

        Assert.True(report.Verified, string.Join('\n', report.Faults));
        Assert.True(report.Manifest!.Count > 0);
        Assert.StartsWith("per_", report.Manifest.Filter["person"], StringComparison.Ordinal);
        Assert.All(await Bench.Ledger(), e => Assert.DoesNotContain("okafor", e.Leaf, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("no id", new TrailFilter(About: "Alice Okafor").Words()["about"]);
    }

    [Fact]
    public async Task Whoever_changes_a_row_as_superuser_is_found_by_the_bundle()
    {
        await Bench.IngestAgreed("Alice");
        await Bench.Send(new SignCheckpoint.Command());
        await Bundle();
        await using (var superuser = new Npgsql.NpgsqlConnection(Bench.Database.SuperuserConnectionString))
        {
            await superuser.OpenAsync(Ct);
            await using var command = new Npgsql.NpgsqlCommand(
                "set session_replication_role = replica; update ledger_entries set leaf = replace(leaf, 'consent.granted', 'consent.refused') where kind = 'consent.granted'", superuser);
            await command.ExecuteNonQueryAsync(Ct);
        }

        var report = Verify(await Bundle());

        Assert.Contains(report.Faults, f => f is { Part: BundleParts.Entries, Code: "entries.root" });
    }

    internal static async Task<Notice> NoticeOf(ProductSupport.Workbench bench)
    {
        await bench.In(bench.Organization, async services =>
        {
            var db = services.GetRequiredService<IWriteDb>();
            if (!await services.GetRequiredService<IReadDb>().Notices.AnyAsync(Ct))
            {
                db.Add(new Notice(NoticeId.New(bench.Clock.GetUtcNow()), bench.Organization, 1, "ar", NoticeText.Of("تسجيل المكالمة", "يتم تسجيل هذه المكالمة.\nيمكنك الرفض.", [new("transcription", "تُحوَّل المكالمة إلى نص.")]), bench.Clock.GetUtcNow()));
                await services.GetRequiredService<Pipeline.IUnitOfWork>().Commit(Ct);
            }
        });
        return await bench.Read(db => db.Notices.FirstAsync(Ct));
    }

    private async Task<Notice> GrantsWithANotice(Recording recording)
    {
        var notice = await NoticeOf(Bench);
        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await Bench.Send(new Application.Consent.RecordConsent.Command(recording.Id, recording.Participant(0).Id, ConsentEventKind.Granted, "api", "ar", "call-recording-7") { Notice = notice.Id })).Error);
        return notice;
    }

    private Task<byte[]> Bundle(TrailFilter? filter = null, long? since = null) => Bench.TakeBundle(filter, since);

    private async Task<byte[]> Disclosure()
    {
        using var stream = new MemoryStream();
        await Bench.In(Bench.Organization, async services =>
            await (await services.GetRequiredService<MediatR.IMediator>().Send(new ExportDisclosure.Command(TrailFilter.Everything), Ct)).Value.To(stream, Ct));
        return stream.ToArray();
    }

    private BundleReport Verify(byte[] bundle, string? since = null, string? disclosure = null)
    {
        var path = Path.Combine(Bench.Folder, "bundle.zip");
        File.WriteAllBytes(path, bundle);
        return BundleVerifier.Verify(path, new BundleTrust(null, since, disclosure), Ct);
    }
}

internal static class Bundles
{
    /// <summary>Through the use case and its commit, written while the scope lives, as a response is.</summary>
    public static async Task<byte[]> TakeBundle(this ProductSupport.Workbench bench, TrailFilter? filter = null, long? since = null)
    {
        using var stream = new MemoryStream();
        await bench.In(bench.Organization, async services =>
        {
            var ct = TestContext.Current.CancellationToken;
            var prepared = await services.GetRequiredService<MediatR.IMediator>().Send(new ExportBundle.Command(filter ?? TrailFilter.Everything, since), ct);
            Assert.Null(prepared.Error);
            await prepared.Value.WriteTo(stream, ct);
            Assert.Equal(prepared.Value.Length, stream.Length);
        });
        return stream.ToArray();
    }
}
