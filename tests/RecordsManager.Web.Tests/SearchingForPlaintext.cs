using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;
using RecordsManager.Web.Tests.Support;

namespace RecordsManager.Web.Tests;

/// <summary>
/// Pieces of the known plaintext are looked for wherever a running product, its ffmpeg and its PostgreSQL could have left
/// them. Names, identities and chat are sealed: the database has no word of them either.
/// </summary>
[Collection(nameof(SampleCall))]
public sealed class SearchingForPlaintext(SampleCall call)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly string[] Identities = ["alice", "bob", "chandra"];

    [Fact]
    public async Task Finds_what_is_there()
    {
        var (media, words) = (await Media(), Words());
        var folder = Directory.CreateTempSubdirectory("records-control-");
        try
        {
            File.Copy(Deliveries.JanusCallA.First(f => f.Name.EndsWith("audio-0.mjr", StringComparison.Ordinal)).Path, Path.Combine(folder.FullName, "raw"));
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "mix"), [.. new byte[(1 << 20) - 20], .. await Hls.Of(call).Whole("mix")], Ct);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "words"), $"x{Truth.Names[0]}y{Truth.Chat[0].Text}z", Ct);

            var found = media.Search(folder.FullName, DateTime.MinValue).Found;
            Assert.Contains(found, f => f.EndsWith("/raw", StringComparison.Ordinal));
            Assert.Contains(found, f => f.EndsWith("/mix", StringComparison.Ordinal));
            Assert.Equal(2, words.Search(folder.FullName, call.StartedAt).Found.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Finds_no_media_no_chat_and_no_name_in_the_product_s_data_and_in_its_log()
    {
        var (media, words) = (await Media(), Words());

        AssertNone(media, call.Product.DataFolder, DateTime.MinValue);
        AssertNone(words, call.Product.DataFolder, DateTime.MinValue);
        using var log = new MemoryStream(Encoding.UTF8.GetBytes(call.Product.Log));
        Assert.Empty(words.Search(log));
    }

    [Fact]
    public async Task Finds_no_media_in_temporary_folders_and_shared_memory()
    {
        var media = await Media();

        foreach (var folder in new[] { Path.GetTempPath(), "/var/tmp", "/dev/shm", AppContext.BaseDirectory, Path.Combine(Fixtures.Repository, "src/RecordsManager.Web") }.Where(Directory.Exists))
        {
            // the tests of the media engine and of the adapters run beside this one, and write plain files for ffmpeg to judge
            AssertNone(media, folder, call.StartedAt, path => path.Contains("/records-media-", StringComparison.Ordinal) || path.Contains("/records-control-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Finds_no_media_in_files_that_are_deleted_and_still_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /proc");
        var media = await Media();
        foreach (var descriptor in Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{call.Product.ProcessId}/fd")))
        {
            if (File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName is { } target && target.StartsWith('/') && target.EndsWith(" (deleted)", StringComparison.Ordinal) && !target.StartsWith("/dev/zero", StringComparison.Ordinal) && !target.StartsWith("/memfd:doublemapper", StringComparison.Ordinal))
            {
                using var file = File.OpenRead(descriptor);
                Assert.Empty(media.Search(file));
            }
        }
    }

    [Fact]
    public async Task Finds_no_media_no_chat_and_no_name_in_PostgreSQL_s_files_the_log_of_its_writes_included()
    {
        var (media, words) = (await Media(), Words());
        await call.Product.Database.Tell("checkpoint"); // what is in its buffers goes to its files
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /proc");

        // where the server works; its own word for it may lead through a descriptor of its own
        var server = (await call.Product.Database.Ask<string>("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))[0];
        var folder = File.ResolveLinkTarget($"/proc/{server}/cwd", returnFinalTarget: true)!.FullName;
        Assert.True(File.Exists(Path.Combine(folder, "PG_VERSION")), $"{folder} cannot be read");
        AssertNone(media, folder, call.StartedAt);
        AssertNone(words, folder, call.StartedAt);
        Assert.True(new Needles().Add("the title", "Harbour Lights release planning").Search(folder, call.StartedAt).Found.Count > 0, "the search finds not even what the map has in the clear");
    }

    [Fact]
    public async Task Finds_no_name_no_identity_and_no_chat_in_any_row()
    {
        var said = Truth.Chat.Select(m => m.Text).Where(t => t.Length > 3);
        var secrets = Truth.Names.SelectMany(n => n.Split(' ')).Concat(Identities).Concat(said).ToList();
        foreach (var table in await call.Product.Database.Ask<string>("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
        {
            var rows = await call.Product.Database.Ask<string>($"select t::text from {table} t");
            Assert.All(secrets, secret => Assert.DoesNotContain(rows, row => Says(row, secret)));
        }
    }

    /// <summary>Three letters stand in Base64 by chance, in one row of some thousands; a name that was written down stands as a word.</summary>
    private static bool Says(string row, string secret) => secret.Length > 3
        ? row.Contains(secret, StringComparison.OrdinalIgnoreCase)
        : Regex.IsMatch(row, $"(?<![A-Za-z0-9+/_-]){Regex.Escape(secret)}(?![A-Za-z0-9+/_-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    /// <summary>Of what was delivered, and of what was made of it as a player gets it.</summary>
    private async Task<Needles> Media()
    {
        var needles = new Needles();
        foreach (var (name, path) in Deliveries.JanusCallA.Where(f => f.Name.EndsWith(".mjr", StringComparison.Ordinal)))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            needles.AddSlices(name, bytes, 64, Math.Min(48, bytes.Length / 4)).AddSlices(name, bytes, 32, 32);
        }

        var hls = Hls.Of(call);
        foreach (var rendition in Truth.Names.Select(call.Id).Concat(["mix", "video"]))
        {
            var whole = await hls.Whole(rendition);
            needles.AddSlices(rendition, whole, 64, 48).AddSlices(rendition, whole, 32, 32);
        }

        Assert.InRange(needles.Count, 1000, 2000);
        return needles;
    }

    private static Needles Words()
    {
        var needles = new Needles();
        foreach (var name in Truth.Names)
        {
            needles.Add(name, name);
        }

        foreach (var (_, _, text) in Truth.Chat.Where(m => Encoding.UTF8.GetByteCount(m.Text) >= 8))
        {
            needles.Add($"chat '{text}'", text);
        }

        return needles;
    }

    private static void AssertNone(Needles needles, string folder, DateTime changedSince, Predicate<string>? leaveOut = null)
    {
        var (files, bytes, found) = needles.Search(folder, changedSince, leaveOut);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {needles.Count} needles, {files} files, {bytes / 1048576.0:F1} MiB, {found.Count} hits\n{string.Join('\n', found)}"));
        Assert.Empty(found);
    }
}
