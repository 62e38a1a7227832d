using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Tests.Transcripts;

public sealed class KeepingWhatWasSaid : OnTheWorkbench
{
    private const string Vtt = """
        WEBVTT

        00:00.100 --> 00:00.900
        <v ada by name>The harbour lights are green.

        00:01.000 --> 00:01.900
        <v bao by name>Green is the colour, says Ada.
        """;

    private static readonly string[] Everything = [Purpose.Recording, Purpose.Transcription, Purpose.Sharing];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_imported_transcript_is_a_draft_until_somebody_approves_what_they_read()
    {
        var recording = await Agreed();
        var id = (await Import(recording, Vtt)).Value;

        Assert.Equal("transcript.not-found", (await Open(recording, Roles.Member)).Error?.Code);
        Assert.Empty((await Bench.Send(new ListTranscripts.Query(recording.Id), Roles.Member)).Value);
        var draft = (await Open(recording)).Value;
        Assert.Equal((TranscriptState.Draft, "en"), (draft.State, draft.Language));
        Assert.Equal([("ada by name", 100L, 900L, "The harbour lights are green."), ("bao by name", 1000L, 1900L, "Green is the colour, says Ada.")], draft.Lines.Select(l => (l.Speaker.DisplayName, l.FromMs, l.ToMs, l.Text!)));

        Assert.Equal(TranscriptErrors.ChangedMeanwhile, (await Bench.Send(new ApproveTranscript.Command(recording.Id, id, draft.Version - 1))).Error);
        Assert.Equal(Result.Ok, await Bench.Send(new ApproveTranscript.Command(recording.Id, id, draft.Version)));
        Assert.Equal(2, (await Open(recording, Roles.Member)).Value.Lines.Count);
        var row = Assert.Single((await Bench.Send(new ListTranscripts.Query(recording.Id), Roles.Member)).Value);
        Assert.Equal(("usr_test", Bench.Clock.GetUtcNow()), (row.ApprovedBy, row.ApprovedAt));
        Assert.Equal(TranscriptErrors.Approved, (await Bench.Send(new EditTranscript.Command(recording.Id, id, row.Version, [], [draft.Lines[0].Id]))).Error);

        Assert.Equal(Result.Ok, await Bench.Send(new ReopenTranscript.Command(recording.Id, id)));
        Assert.Equal("transcript.not-found", (await Open(recording, Roles.Member)).Error?.Code);
        Assert.Equal(["transcript.imported", "transcript.approved", "transcript.reopened"], (await Bench.Kinds(recording.Id)).Where(k => k.StartsWith("transcript.", StringComparison.Ordinal)));
        Assert.All(await Bench.Ledger(), e => Assert.DoesNotMatch("harbour|colour", e.Leaf));
    }

    [Fact]
    public async Task An_edit_replaces_adds_and_deletes_at_once_or_not_at_all()
    {
        var recording = await Agreed();
        var id = (await Import(recording, Vtt)).Value;
        var seen = (await Open(recording)).Value;
        var (ada, bao) = (recording.Participant(0).Id, recording.Participant(1).Id);

        var before = await Bench.Everything();
        Assert.Equal("transcript.line-invalid", (await Edit(seen.Version, [new(seen.Lines[0].Id, ada, 100, 900, "Right"), new(null, ada, 1500, 900, "Wrong")])).Error?.Code);
        Assert.Equal("transcript.line-invalid", (await Edit(seen.Version, [new(null, ada, 100, 999_000, "Beyond the end")])).Error?.Code);
        Assert.Equal(before, await Bench.Everything());

        Assert.Equal(Result.Ok, await Edit(seen.Version, [new(seen.Lines[0].Id, ada, 150, 800, "The harbour\nlights are red."), new(null, bao, 850, 950, "Are they?")], seen.Lines[1].Id));
        Assert.Equal(TranscriptErrors.ChangedMeanwhile, (await Edit(seen.Version, [], seen.Lines[0].Id)).Error);

        var now = (await Open(recording)).Value;
        Assert.Equal([(150L, 800L, "The harbour lights are red."), (850L, 950L, "Are they?")], now.Lines.Select(l => (l.FromMs, l.ToMs, l.Text!)));
        Assert.Empty(await Search("green"));
        Assert.Equal("The harbour lights are red.", Assert.Single(await Search("RED harbour")).Text);

        async Task<Result> Edit(int version, IReadOnlyList<EditTranscript.Line> lines, params TranscriptLineId[] removed) =>
            await Bench.Send(new EditTranscript.Command(recording.Id, id, version, lines, removed));
    }

    [Fact]
    public async Task Names_that_nobody_has_are_asked_for_and_a_second_file_adds_only_who_is_missing()
    {
        var recording = await Agreed();
        var (ada, bao) = (recording.Participant(0), recording.Participant(1));
        const string Unnamed = """{"segments":[{"start":0.1,"end":0.9,"text":"Yes."},{"start":1,"end":1.5,"text":"No.","speaker":"S1"}]}""";
        var nothing = await Bench.Everything();
        var unknown = await Bench.Send(new ImportTranscript.Command(recording.Id, "whisper-json", "en", Unnamed));
        Assert.Equal(("transcript.speaker-unknown", "Nobody in this call is called S1. There are lines of nobody."), (unknown.Error?.Code, unknown.Error?.Message));
        Assert.Equal(nothing, await Bench.Everything());

        var told = new Dictionary<string, ParticipantId>(StringComparer.Ordinal) { [""] = ada.Id, ["s1"] = bao.Id };
        Assert.Null((await Bench.Send(new ImportTranscript.Command(recording.Id, "whisper-json", "en", Unnamed, Speakers: new Dictionary<string, ParticipantId>(told, StringComparer.OrdinalIgnoreCase)))).Error);
        Assert.Equal([ada.Id, bao.Id], (await Open(recording)).Value.Lines.Select(l => l.Participant));

        const string OneTrack = """{"segments":[{"start":0,"end":0.5,"text":"Sí."}]}""";
        Assert.Null((await Bench.Send(new ImportTranscript.Command(recording.Id, "whisper-json", "es", OneTrack, ada.Id))).Error);
        Assert.Equal("transcript.speaker-has-lines", (await Bench.Send(new ImportTranscript.Command(recording.Id, "whisper-json", "es", OneTrack, ada.Id))).Error?.Code);
        Assert.Null((await Bench.Send(new ImportTranscript.Command(recording.Id, "whisper-json", "es", OneTrack, bao.Id, OffsetMs: 1200))).Error);
        Assert.Equal([0L, 1200L], (await Open(recording, language: "es")).Value.Lines.Select(l => l.FromMs));
    }

    [Fact]
    public async Task A_transcript_of_nobody_gets_its_speakers_from_the_turns_of_a_diarisation()
    {
        var recording = await Agreed();
        var (ada, bao) = (recording.Participant(0).Id, recording.Participant(1).Id);
        const string Unnamed = "WEBVTT\n\n00:00.100 --> 00:00.900\nYes.\n\n00:01.000 --> 00:01.500\nNo.\n";
        const string Turns = "SPEAKER call 1 0.0 0.95 <NA> <NA> s0 <NA> <NA>\nSPEAKER call 1 0.95 1.0 <NA> <NA> s1 <NA> <NA>\n";
        Assert.Equal(["s0", "s1"], (await Bench.Send(new ReadTranscriptFile.Query(recording.Id, null, Unnamed, Turns))).Value.Speakers.Select(s => s.Name));
        Assert.Equal("transcript.turns-unreadable", (await Bench.Send(new ImportTranscript.Command(recording.Id, null, "en", Unnamed, Turns: "s0 0 1"))).Error?.Code);
        Assert.Equal("transcript.speaker-unknown", (await Bench.Send(new ImportTranscript.Command(recording.Id, null, "en", Unnamed, Turns: Turns))).Error?.Code);

        var told = new Dictionary<string, ParticipantId>(StringComparer.OrdinalIgnoreCase) { ["s0"] = bao, ["s1"] = ada };
        Assert.Null((await Bench.Send(new ImportTranscript.Command(recording.Id, null, "en", Unnamed, Speakers: told, Turns: Turns))).Error);
        Assert.Equal([(bao, "Yes."), (ada, "No.")], (await Open(recording)).Value.Lines.Select(l => (l.Participant, l.Text!)));
    }

    [Fact]
    public async Task Lines_are_withheld_where_consent_to_transcription_or_to_the_recording_ends()
    {
        var recording = await Agreed();
        var (ada, bao) = (recording.Participant(0), recording.Participant(1));
        var id = (await Import(recording, Vtt)).Value;
        Assert.Equal(2, (await Search("green")).Count);

        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await Bench.Send(new RecordConsent.Command(recording.Id, ada.Id, ConsentEventKind.Granted, "api", "en", null, Purposes: [Purpose.Recording, Purpose.Sharing]))).Error);
        Assert.Equal([null, "Green is the colour, says Ada."], (await Open(recording)).Value.Lines.Select(l => l.Text));
        Assert.Equal(bao.Person, Assert.Single(await Search("green")).By!.Person);
        Assert.Equal("transcript.line-invalid", (await Bench.Send(new EditTranscript.Command(recording.Id, id, (await Open(recording)).Value.Version, [], [(await Open(recording)).Value.Lines[0].Id]))).Error?.Code);

        await Bench.Says(recording, bao, ConsentEventKind.Withdrawn);
        Assert.Empty(await Search("green"));
        Assert.Equal(2, await Bench.Count("transcript_lines"));

        // Nobody agreed before the deadline: the sound is destroyed, and so are the words.
        Bench.Clock.Advance(TimeSpan.FromDays(31));
        await Bench.Sweep();
        Assert.Equal(ada.Id, Assert.Single(await Bench.Read(db => db.TranscriptLines.ToListAsync(Ct))).Participant);
    }

    [Fact]
    public async Task An_erased_person_s_words_are_gone_from_transcript_index_and_search_and_the_others_stay()
    {
        var recording = await Agreed();
        await Import(recording, Vtt);
        Assert.Equal([false, true], (await Search("ada")).Select(h => h.IsChat).Order()); // said by the other one, and written

        await Bench.Send(new RequestErasure.Command(recording.PersonCalled(1)));
        Assert.Empty(await Search("colour"));
        await Bench.ContinueErasures();

        Assert.Equal("The harbour lights are green.", Assert.Single((await Open(recording)).Value.Lines).Text);
        Assert.Equal(recording.PersonCalled(0), Assert.Single(await Bench.Read(db => db.TranscriptLines.ToListAsync(Ct))).Speaker);
        Assert.Equal(recording.PersonCalled(0), Assert.Single(await Search("words")).By!.Person);
        Assert.Equal(5 + 3, await Bench.Count("word_marks")); // of Ada's line and of her message
    }

    [Fact]
    public async Task The_destruction_of_the_recording_takes_every_line_and_every_mark()
    {
        var recording = await Agreed();
        await Import(recording, Vtt);
        await Bench.Send(new MoveToBin.Command(recording.Id));
        Assert.Empty(await Search("green"));

        Bench.Clock.Advance(TimeSpan.FromDays(31));
        await Bench.Sweep();

        Assert.Equal((0, 0, 0), (await Bench.Count("transcripts"), await Bench.Count("transcript_lines"), await Bench.Count("word_marks")));
        Assert.Contains("transcript.deleted", await Bench.Kinds(recording.Id));
    }

    [Fact]
    public async Task Who_agreed_to_no_sharing_is_not_read_through_a_link()
    {
        var recording = await Agreed();
        var id = (await Import(recording, Vtt)).Value;
        Assert.Equal(Result.Ok, await Bench.Send(new ApproveTranscript.Command(recording.Id, id, (await Open(recording)).Value.Version)));
        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Bench.Send(new RecordConsent.Command(recording.Id, recording.Participant(0).Id, ConsentEventKind.Granted, "api", "en", null, Purposes: [Purpose.Recording, Purpose.Transcription]));
        var link = (await Bench.Send(new Application.Sharing.CreateShareLink.Command(recording.Id, "a guest", "somebody", Bench.Clock.GetUtcNow().AddDays(1)))).Value;

        var read = (await Bench.Send(new OpenTranscript.Query(recording.Id, link.Id))).Value;

        Assert.Equal([null, "Green is the colour, says Ada."], read.Lines.Select(l => l.Text));
        var some = (await Bench.Send(new Application.Sharing.CreateShareLink.Command(recording.Id, "a guest", "somebody", Bench.Clock.GetUtcNow().AddDays(1), new(Speakers: [recording.Participant(1).Id])))).Value;
        Assert.Equal(["Green is the colour, says Ada."], (await Bench.Send(new OpenTranscript.Query(recording.Id, some.Id))).Value.Lines.Select(l => l.Text)); // nor that there are others
        Assert.Equal(2, (await Open(recording)).Value.Lines.Count(l => l.Text is not null));
    }

    private async Task<Recording> Agreed()
    {
        var recording = await Bench.IngestAgreed("ada", "bao");
        foreach (var participant in recording.Participants)
        {
            Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Null((await Bench.Send(new RecordConsent.Command(recording.Id, participant.Id, ConsentEventKind.Granted, "api", "en", null, Purposes: Everything))).Error);
        }

        return await Bench.Recording(recording.Id);
    }

    private Task<Result<TranscriptId>> Import(Recording recording, string vtt) => Bench.Send(new ImportTranscript.Command(recording.Id, "webvtt", "en", vtt));

    private Task<Result<TranscriptView>> Open(Recording recording, string role = Roles.Admin, string? language = null) => Bench.Send(new OpenTranscript.Query(recording.Id, null, language), role);

    private Task<IReadOnlyList<SearchWords.Hit>> Search(string text) => Bench.Send(new SearchWords.Query(text));
}
