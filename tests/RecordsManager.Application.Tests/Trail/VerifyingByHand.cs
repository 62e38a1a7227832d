using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Trail;

/// <summary>The script of docs/auditing.md, as it stands there, run by python3 and openssl: not a line of ours decides.</summary>
public sealed class VerifyingByHand : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Has("python3") && Has("openssl"), "python3 or openssl is not on this machine.");
        await base.InitializeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("consent")]
    public async Task Holds_for_what_the_product_made_and_names_each_part_that_was_changed(string? kind)
    {
        var bundle = await ABundle(kind);
        var key = (await Bench.Send(new ListLedgerKeys.Query()))[^1].VerifierKey;
        var whole = Run(bundle, key);
        Assert.True(whole.Code == 0, whole.Said);
        Assert.Contains("all of it holds", whole.Said, StringComparison.Ordinal);
        Assert.Equal(0, Run(bundle, "").Code);

        var parts = TamperingWithAProductsBundle.Unpack(bundle);
        Finds(Flipped(parts, BundleParts.Entries, "\"consent.granted\"", "\"consent.grantee\""), key, BundleParts.Entries, kind is null ? "the root computed" : null);
        Finds(Flipped(parts, BundleParts.Checkpoint, "\n", "0\n"), key, BundleParts.Checkpoint, "over this text"); // the size, ten times as large
        Finds(Flipped(parts, BundleParts.Keys, "+", "0+"), key, BundleParts.Keys, null);
        var history = parts.Last(p => BundleParts.IsEarlier(p.Name, out _)).Name;
        Finds(Flipped(parts, history, HashOf(parts, history), Convert.ToBase64String(new byte[32])), key, history, "did not grow");
        var notice = parts.First(p => BundleParts.IsNotice(p.Name, out _)).Name;
        Finds(Flipped(parts, notice, "ي", "ى"), key, notice, "is not the text");
        if (kind is not null)
        {
            var proof = parts.First(p => BundleParts.IsProof(p.Name, out _)).Name;
            Finds(Flipped(parts, proof, HashOf(parts, proof), Convert.ToBase64String(new byte[32])), key, proof, "does not lead");
        }
    }

    [Fact]
    public async Task Finds_what_somebody_with_another_key_of_the_same_name_signed()
    {
        var bundle = await ABundle(null);
        using var thief = NoteSigner.New(LedgerLeaf.Origin(Bench.Organization));

        Assert.Equal(1, Run(bundle, thief.Key.ToString()).Code);
    }

    [Fact]
    public async Task Compares_a_disclosure_with_what_the_entries_commit_to()
    {
        var bundle = await ABundle(null);
        using var told = new MemoryStream();
        await Bench.In(Bench.Organization, async services =>
            await (await services.GetRequiredService<MediatR.IMediator>().Send(new ExportDisclosure.Command(TrailFilter.Everything), Ct)).Value.To(told, Ct));

        var disclosure = Encoding.UTF8.GetString(told.ToArray());
        Assert.Contains("Alice by name", disclosure, StringComparison.Ordinal);
        Assert.Equal(0, Run(bundle, "", disclosure).Code);
        var forged = Run(bundle, "", disclosure.Replace("Alice by name", "Malice by name", StringComparison.Ordinal));
        Assert.Equal(1, forged.Code);
        Assert.Contains("disclosure: the values of entry", forged.Said, StringComparison.Ordinal);
    }

    /// <summary>With two checkpoints on the way and a notice in Arabic.</summary>
    private async Task<byte[]> ABundle(string? kind)
    {
        var recording = await Bench.IngestAgreed("Alice", "Bob", "Carol");
        await Bench.Send(new SignCheckpoint.Command());
        var notice = await TakingABundle.NoticeOf(Bench);
        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await Bench.Send(new RecordConsent.Command(recording.Id, recording.Participant(0).Id, ConsentEventKind.Granted, "api", "ar", null) { Notice = notice.Id })).Error);
        await Bench.Send(new SignCheckpoint.Command());
        await Bench.IngestAgreed("Dora");
        return await Bench.TakeBundle(new TrailFilter(kind));
    }

    private void Finds(byte[] bundle, string key, string part, string? why)
    {
        var (code, said) = Run(bundle, key);
        Assert.True(code == 1, $"{part}: {said}");
        Assert.True(said.Split('\n').Any(line => line.StartsWith(part + ": it is not the part", StringComparison.Ordinal)), $"{part}: {said}"); // not what the manifest signs
        Assert.True(why is null || said.Split('\n').Any(line => line.StartsWith(part, StringComparison.Ordinal) && line.Contains(why, StringComparison.Ordinal)), $"{part}: {said}");
    }

    private (int Code, string Said) Run(byte[] bundle, string key, string? disclosure = null)
    {
        string In(string name) => Path.Combine(Bench.Folder, name);
        File.WriteAllText(In("byhand.py"), Script());
        File.WriteAllBytes(In("byhand.zip"), bundle);
        File.WriteAllText(In("who.jsonl"), disclosure);
        var start = new ProcessStartInfo("python3", [In("byhand.py"), In("byhand.zip"), key, .. disclosure is null ? Array.Empty<string>() : [In("who.jsonl")]])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONUTF8"] = "1";
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEndAsync(Ct);
        var said = python.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        python.WaitForExit();
        return (python.ExitCode, said);
    }

    private static string Script()
    {
        var docs = File.ReadAllText(Path.Combine(Fixtures.Repository, "docs/auditing.md"));
        var from = docs.IndexOf("```python\n", StringComparison.Ordinal) + "```python\n".Length;
        return docs[from..docs.IndexOf("```", from, StringComparison.Ordinal)];
    }

    private static string HashOf(List<(string Name, byte[] Bytes)> parts, string name) =>
        Encoding.UTF8.GetString(parts.Single(p => p.Name == name).Bytes).Split('\n').First(line => line.Length == 44);

    /// <summary>The container is packed anew and is whole: only the part is another.</summary>
    private static byte[] Flipped(List<(string Name, byte[] Bytes)> parts, string name, string was, string becomes)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (part, bytes) in parts)
            {
                var changed = bytes;
                if (part == name)
                {
                    var text = Encoding.UTF8.GetString(bytes);
                    var at = part == BundleParts.Checkpoint ? text.IndexOf('\n', text.IndexOf('\n', StringComparison.Ordinal) + 1) : text.IndexOf(was, StringComparison.Ordinal);
                    Assert.True(at >= 0, $"{name} has no {was}");
                    changed = Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), becomes, text.AsSpan(at + was.Length)));
                }

                using var entry = zip.CreateEntry(part).Open();
                entry.Write(changed);
            }
        }

        return stream.ToArray();
    }

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
