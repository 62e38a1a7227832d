using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Transcripts;

/// <summary>The OpenAI-compatible shape, served by an engine that really runs here where it is installed. Its accuracy is not ours to claim.</summary>
public sealed class TranscribingWithAnEngine : IAsyncLifetime
{
    private static readonly string[] Everything = [Purpose.Recording, Purpose.Transcription, Purpose.Sharing];

    private readonly LocalEngine _engine = new();
    private Workbench? _bench;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Workbench Bench => _bench!;

    public async ValueTask InitializeAsync() => _bench = await Workbench.Create(transcription: _engine.Options);

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Every_line_has_its_speaker_and_its_time_and_who_did_not_agree_is_not_sent()
    {
        var recording = await TheJanusCall();
        var names = await Names(recording);
        foreach (var participant in recording.Participants)
        {
            await Agree(recording, participant, names[participant.Id] == "Chandra Rao" ? [Purpose.Recording, Purpose.Sharing] : Everything);
        }

        Assert.Equal(2, (await Bench.Send(new RequestTranscription.Command(recording.Id, "en"))).Value);
        await Work();

        Assert.All((await Bench.Send(new ListTranscriptions.Query(recording.Id))).Value.Rows, row => Assert.Equal((TranscriptionState.Done, null), (row.State, row.Failure)));
        Assert.All(_engine.Asked, asked => Assert.Equal(("pocketsphinx", "en"), (asked.Model, asked.Language)));
        Assert.Equal(2 * (recording.DurationNs / 1_000_000 * 16), _engine.Asked.Sum(a => (long)a.Samples), 64L); // each whole, in pieces
        var transcript = (await Bench.Send(new OpenTranscript.Query(recording.Id, null))).Value;
        Assert.Equal((TranscriptState.Draft, TranscriptSource.Engine), (transcript.State, transcript.Source));
        TestContext.Current.TestOutputHelper?.WriteLine((LocalEngine.IsStub ? "stub\n" : "") + string.Join('\n', transcript.Lines.Select(l => $"{l.FromMs}-{l.ToMs} {l.Speaker.DisplayName}: {l.Text}")));
        foreach (var name in new[] { "Alice Okafor", "Bob Lindqvist" })
        {
            var said = Truth(name);
            var lines = transcript.Lines.Where(l => l.Speaker.DisplayName == name).ToList();
            Assert.All(said, s => Assert.Contains(lines, l => l.FromMs < s.ToMs && s.FromMs < l.ToMs)); // nothing is missing
            Assert.All(lines, l => Assert.Contains(said, s => l.FromMs > s.FromMs - 250 && l.ToMs < s.ToMs + 250)); // and nothing is elsewhere
            Assert.All(lines, l => Assert.NotNull(l.Text));
        }

        Assert.Equal(["Alice Okafor", "Bob Lindqvist"], transcript.Lines.Select(l => l.Speaker.DisplayName).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("transcript.nobody-to-transcribe", (await Bench.Send(new RequestTranscription.Command(recording.Id, "en"))).Error?.Code);
        Assert.Equal(2, (await Bench.Kinds(recording.Id)).Count(k => k == "transcript.requested"));
    }

    [Fact]
    public async Task A_failure_is_seen_tried_again_by_itself_and_then_when_somebody_asks()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Agree(recording, recording.Participant(0), Everything);
        _engine.Refuses = Transcription.MostAttempts;
        Assert.Null((await Bench.Send(new RequestTranscription.Command(recording.Id, "en"))).Error);

        await Work();
        Assert.Equal((TranscriptionState.Waiting, 1, "The engine answered 503."), await Row());
        await Work();
        await Work();
        Assert.Equal((TranscriptionState.Failed, 3, "The engine answered 503."), await Row());
        await Work();
        Assert.Empty(_engine.Asked);

        Assert.Null((await Bench.Send(new RequestTranscription.Command(recording.Id, "en"))).Error);
        await Work();
        Assert.Equal((TranscriptionState.Done, 0, null), await Row());
        Assert.Single(_engine.Asked);

        async Task<(TranscriptionState, int, string?)> Row()
        {
            var row = Assert.Single((await Bench.Send(new ListTranscriptions.Query(recording.Id))).Value.Rows);
            return (row.State, row.Attempts, row.Failure);
        }
    }

    [Fact]
    public async Task Without_an_engine_nothing_is_asked_and_nothing_leaves()
    {
        await using var without = await Workbench.Create();
        var recording = await without.IngestAgreed("ada");
        var before = await without.Everything();

        Assert.Equal(TranscriptErrors.EngineOff, (await without.Send(new RequestTranscription.Command(recording.Id, "en"))).Error);
        Assert.Equal(before, await without.Everything());
    }

    private async Task Work()
    {
        foreach (var id in await Bench.SendAsSystem(new PendingTranscriptions.Query()))
        {
            Assert.Equal(Result.Ok, await Bench.SendAsSystem(new Transcribe.Command(id)));
        }
    }

    private async Task<Recording> TheJanusCall()
    {
        List<ReceiveDelivery.File> files = [];
        foreach (var (name, path) in Deliveries.JanusCallA)
        {
            files.Add(new ReceiveDelivery.File(name, await Call.Upload(Bench, await File.ReadAllBytesAsync(path, Ct))));
        }

        var delivery = await Bench.WorkOff((await Bench.Send(new ReceiveDelivery.Command("janus", "janus-call-a", files))).Value.Delivery);
        return await Bench.Recording(delivery.Recording!.Value);
    }

    private async Task<Dictionary<ParticipantId, string>> Names(Recording recording) =>
        (await Bench.Send(new Application.Recordings.ShowRecording.Query(recording.Id))).Value.Call.Lanes.ToDictionary(l => l.Participant, l => l.Person.DisplayName);

    private async Task Agree(Recording recording, Participant participant, IReadOnlyList<string> purposes)
    {
        Bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await Bench.Send(new RecordConsent.Command(recording.Id, participant.Id, ConsentEventKind.Granted, "api", "en", null, Purposes: purposes))).Error);
    }

    private static List<(long FromMs, long ToMs)> Truth(string name)
    {
        using var truth = JsonDocument.Parse(File.ReadAllText(Fixtures.At("janus-call-a/truth.json")));
        return [.. truth.RootElement.GetProperty("participants").EnumerateArray().Where(p => p.GetProperty("displayName").GetString() == name)
            .SelectMany(p => p.GetProperty("publications").EnumerateArray()).SelectMany(p => p.GetProperty("speech").EnumerateArray())
            .Where(s => s.GetProperty("audible").GetBoolean()).Select(s => (s.GetProperty("startMs").GetInt64(), s.GetProperty("endMs").GetInt64()))];
    }
}
