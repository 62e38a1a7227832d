using RecordsManager.Application.Chapters;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Chapters;

public sealed class ProposingChapters
{
    private static readonly ParticipantId Ada = new(Guid.CreateVersion7());
    private static readonly ParticipantId Bao = new(Guid.CreateVersion7());

    [Fact]
    public void Takes_screens_joins_and_pauses_and_of_close_ones_the_clearest()
    {
        var call = Call(
            [],
            Lane(Ada, "Ada", [new(0, 200_000)], screen: [new(60_000, 90_000)]),
            Lane(Bao, "Bao", [new(58_000, 100_000), new(150_000, 200_000)]));
        // Nobody speaks from 30 to 40 s and from 120 to 123 s; one click at 35 s ends no pause.
        var ada = Voice((0, 30), (35, 35.1), (40, 120));
        var bao = Voice((123, 195));

        var proposed = ChapterProposals.Of(call, new Dictionary<ParticipantId, byte[]> { [Ada] = ada, [Bao] = bao });

        Assert.Equal(
        [
            (40_000L, "After a pause", ChapterSign.Pause, 10_000L),
            (60_000L, "Ada shares a screen", ChapterSign.ScreenBegins, 0L), // and not that Bao joins two seconds before
            (90_000L, "After the shared screen", ChapterSign.ScreenEnds, 0L),
            (150_000L, "Bao joins", ChapterSign.Joins, 0L),
        ], proposed.Select(p => (p.AtMs, p.Title, p.Sign, p.PauseMs)));
    }

    [Fact]
    public void Leaves_out_what_lies_beside_a_chapter_and_whoever_may_not_be_played()
    {
        var call = Call([57_000], Lane(Ada, "Ada", [new(0, 200_000)], screen: [new(60_000, 90_000)]), Lane(Bao, "Bao", [new(150_000, 200_000)], LaneState.Quarantined));

        Assert.Equal([90_000L], ChapterProposals.Of(call, OpenWaveforms.None).Select(p => p.AtMs));
    }

    [Fact]
    public void Dead_air_ends_shortly_before_the_first_speech_and_begins_shortly_after_the_last()
    {
        var quiet = Call([], Lane(Ada, "Ada", [new(0, 200_000)]));
        var shown = Call([], Lane(Ada, "Ada", [new(0, 200_000)], screen: [new(10_000, 190_000)]));
        var hidden = Call([], Lane(Ada, "Ada", [new(0, 200_000)], LaneState.Quarantined, screen: [new(10_000, 190_000)]));

        // Neither a click at 12 s nor one at 150 s is speech.
        Assert.Equal(new Span(38_000, 122_000), Trim(quiet, Voice((12, 12.2), (40, 60), (80, 120), (150, 150.2))));
        Assert.Equal(new Span(10_000, 192_000), Trim(shown, Voice((40, 190))));
        Assert.Equal(new Span(38_000, 122_000), Trim(hidden, Voice((40, 120))));
        Assert.Equal(new Span(0, 122_000), Trim(quiet, Voice((6, 120)))); // four seconds at the beginning are not worth it
        Assert.Equal(new Span(38_000, 200_000), Trim(quiet, Voice((40, 194))));
        Assert.Null(Trim(quiet, Voice((3, 199))));
        Assert.Null(Trim(quiet, Voice((12, 12.2))));
        Assert.Null(DeadAir.Trim(quiet, OpenWaveforms.None));

        static Span? Trim(CallView call, byte[] voice) => DeadAir.Trim(call, new Dictionary<ParticipantId, byte[]> { [Ada] = voice });
    }

    private static CallView Call(IReadOnlyList<long> chapters, params LaneView[] lanes) => new(
        default, "Call", "", DateTimeOffset.UnixEpoch, 200_000, 1, Readiness.Whole, IsTogether: true, HasVideo: true, Picture: 1, Progress: DerivativeProgress.Of([]), Lanes: lanes, Chat: [],
        Chapters: [.. chapters.Select(at => new ChapterView(default, at, 200_000, "There"))], Scenes: [], Cameras: []);

    private static LaneView Lane(ParticipantId id, string name, IReadOnlyList<Span> presence, LaneState state = LaneState.Cleared, IReadOnlyList<Span>? screen = null) =>
        new(id, new PersonName(new PersonId(Guid.NewGuid()), name, name[..1], IsErased: false), state, null, presence, presence, IsBounded: false, screen ?? [], [], HasVoice: true);

    private static byte[] Voice(params (double From, double To)[] spoken)
    {
        var peaks = new byte[2_000];
        foreach (var (from, to) in spoken)
        {
            peaks.AsSpan((int)Math.Round(from * 10)..(int)Math.Round(to * 10)).Fill(80);
        }

        return peaks;
    }
}
