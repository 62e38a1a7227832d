using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Chapters;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Tests.Chapters;

public sealed class MarkingChapters : OnTheWorkbench
{
    [Fact]
    public async Task Chapters_are_written_moved_renamed_and_removed_and_never_overlap()
    {
        var recording = await Bench.IngestAgreed("ada", "bao");
        var agenda = (await Add(recording, 200, "  The \n agenda ")).Value;
        var harbour = (await Add(recording, 900, "Harbour lights")).Value;
        Assert.Equal([("The agenda", 200L, 900L), ("Harbour lights", 900L, End(recording))], await Read(recording));

        var before = await Bench.Everything();
        Assert.Equal(ChapterErrors.TimeTaken, (await Add(recording, 900, "Twice")).Error);
        Assert.Equal(ChapterErrors.OutsideRecording, (await Add(recording, End(recording), "After the end")).Error);
        Assert.Equal(ChapterErrors.TitleOutOfRange, (await Add(recording, 1, " \n ")).Error);
        Assert.Equal(ChapterErrors.TimeTaken, (await Bench.Send(new ChangeChapter.Command(recording.Id, agenda, 900, "The agenda"))).Error);
        Assert.Equal(ChapterErrors.NotFound, (await Bench.Send(new ChangeChapter.Command(recording.Id, default, 1, "Nothing"))).Error);
        Assert.Equal(before, await Bench.Everything());

        Assert.Equal(Result.Ok, await Bench.Send(new ChangeChapter.Command(recording.Id, agenda, 1500, "The agenda at last")));
        Assert.Equal([("Harbour lights", 900L, 1500L), ("The agenda at last", 1500L, End(recording))], await Read(recording));
        Assert.Equal((1500L, null, "The agenda at last"), (await Search("LAST agenda")).Select(h => (h.AtMs, h.By?.DisplayName, h.Text)).Single());
        Assert.Equal(Result.Ok, await Bench.Send(new RemoveChapter.Command(recording.Id, agenda)));
        Assert.Empty(await Search("agenda"));
        Assert.Equal(Result.Ok, await Bench.Send(new ChangeChapter.Command(recording.Id, harbour, 900, "Lights of the quay")));
        Assert.Empty(await Search("harbour"));

        Assert.Equal(["chapter.added", "chapter.added", "chapter.changed", "chapter.removed", "chapter.changed"], (await Bench.Kinds(recording.Id)).Where(k => k.StartsWith("chapter.", StringComparison.Ordinal)));
        Assert.All(await Bench.Ledger(), e => Assert.DoesNotMatch("agenda|Harbour|quay", e.Leaf));
    }

    [Fact]
    public async Task A_title_goes_with_whom_it_names_and_survives_every_rotation_until_then()
    {
        var recording = await Bench.IngestAgreed("ada", "bao");
        await Add(recording, 0, "Welcome");
        await Add(recording, 500, "Ada shows the plan");
        await Add(recording, 1000, "ADA and Bao disagree");
        await Add(recording, 1500, "Bao’s turn");
        Bench.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Null((await Bench.Send(new RotateKeys.Command())).Error);
        Assert.Equal(4, (await Read(recording)).Count);

        await Bench.Send(new RequestErasure.Command(recording.PersonCalled(0)));
        Assert.Equal([("Welcome", 0L, 1500L), ("Bao’s turn", 1500L, End(recording))], await Read(recording)); // at once, by the key alone
        Assert.Empty(await Search("plan"));
        await Bench.ContinueErasures();
        Assert.Equal(2, await Bench.Count("chapters"));

        await Bench.Send(new MoveToBin.Command(recording.Id));
        Assert.Equal(RecordingErrors.AlreadyInBin, (await Add(recording, 700, "Too late")).Error);
        Bench.Clock.Advance(TimeSpan.FromDays(31));
        await Bench.Sweep();
        Assert.Equal(0, await Bench.Count("chapters"));
    }

    [Fact]
    public async Task A_file_is_taken_in_whole_or_not_at_all_and_what_is_served_can_be_taken_in_again()
    {
        var recording = await Bench.IngestAgreed("ada", "bao");
        const string File = "WEBVTT\n\nintro\n00:00.100 --> 00:00.500\nWelcome &amp; hello\n\n00:00.500 --> 00:01.900\nThe <i>plan</i>\n";
        var before = await Bench.Everything();
        foreach (var (broken, says) in new[]
        {
            ("1\n00:00:00,100 --> 00:00:00,500\nNo header", "begins with WEBVTT"),
            ("WEBVTT\n\n00:00.100 --> 00:00.900\nOne\n\n00:00.800 --> 00:01.000\nTwo", "Chapter 2, “Two”, begins before"),
            ("WEBVTT\n\n00:00.100 --> 00:00.900\nOne\n\n00:05.000 --> 00:06.000\nFar", "00:00:05.000 of the file: The chapter would begin outside"),
            ("WEBVTT\n", "no chapter"),
        })
        {
            var refused = (await Bench.Send(new ImportChapters.Command(recording.Id, broken))).Error;
            Assert.Contains(says, refused?.Message);
        }

        Assert.Equal(before, await Bench.Everything());
        Assert.Equal(2, (await Bench.Send(new ImportChapters.Command(recording.Id, File))).Value);
        Assert.Equal([("Welcome & hello", 100L, 500L), ("The plan", 500L, End(recording))], await Read(recording));
        Assert.Equal("chapter.time-taken", (await Bench.Send(new ImportChapters.Command(recording.Id, File))).Error?.Code);

        var served = ChapterFile.Write((await Bench.Send(new OpenChapters.Query(recording.Id, null))).Value.Chapters);
        Assert.StartsWith("WEBVTT\n\n00:00:00.100 --> 00:00:00.500\nWelcome &amp; hello\n\n00:00:00.500 --> 00:00:02.0", served, StringComparison.Ordinal);
        Assert.Equal(2, ChapterFile.Read(served).Value.Count);
    }

    [Fact]
    public async Task Who_watches_a_part_sees_what_begins_in_it_and_who_may_not_play_sees_none()
    {
        var recording = await Bench.IngestAgreed("ada", "bao");
        foreach (var (at, title) in new[] { (100L, "Before"), (600L, "Within"), (1200L, "Also within"), (1800L, "After") })
        {
            await Add(recording, at, title);
        }

        var (now, terms) = (Bench.Clock.GetUtcNow(), new ShareTerms(Bench.Clock.GetUtcNow().AddDays(1), Range: new Stretch(500_000_000, 1_500_000_000)));
        IReadOnlyList<ChapterView> seen = [];
        await Bench.In(Bench.Organization, async services =>
            seen = await services.GetRequiredService<ChapterViews>().Of(recording, ShareLink.Create(ShareLinkId.New(now), Bench.Organization, recording.Id, [], [], now, terms), TestContext.Current.CancellationToken));

        Assert.Equal([("Within", 100L, 700L), ("Also within", 700L, 1000L)], seen.Select(c => (c.Title, c.FromMs, c.ToMs)));
        Assert.Equal(ErrorKind.Forbidden, (await Bench.Send(new OpenChapters.Query(recording.Id, null), "nobody")).Error?.Kind);
    }

    private static long End(Recording recording) => recording.DurationNs / 1_000_000;

    private Task<Result<ChapterId>> Add(Recording recording, long atMs, string title) => Bench.Send(new AddChapter.Command(recording.Id, atMs, title));

    private async Task<IReadOnlyList<(string, long, long)>> Read(Recording recording) =>
        [.. (await Bench.Send(new OpenChapters.Query(recording.Id, null), Roles.Member)).Value.Chapters.Select(c => (c.Title, c.FromMs, c.ToMs))];

    private Task<IReadOnlyList<SearchWords.Hit>> Search(string text) => Bench.Send(new SearchWords.Query(text));
}
