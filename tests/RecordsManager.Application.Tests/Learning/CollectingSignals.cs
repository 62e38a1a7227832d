using System.Text;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Learning;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Learning;

/// <summary>From the player's words to the store, through PostgreSQL and real HTTP, to a double of a store.</summary>
public sealed class CollectingSignals : IAsyncLifetime
{
    private static readonly IReadOnlySet<Permission> Nothing = new HashSet<Permission>();

    private static readonly string Viewer = new UserId(Guid.NewGuid()).ToString();

    private LrsDouble _lrs = null!;
    private Workbench? _bench;
    private Recording _recording = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Workbench Bench => _bench!;

    public async ValueTask InitializeAsync()
    {
        _lrs = await LrsDouble.Start();
        _bench = await Workbench.Create(lrs: _lrs.Origin);
        _recording = await Bench.IngestAgreed("ada", "grace@x.example");
    }

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        await _lrs.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_recorded_unless_it_is_on_and_who_watches_agreed_and_may_play()
    {
        Assert.Null(await As(Viewer, new AskLearning.Query()));
        Assert.Equal(LearningErrors.Off, (await As(Viewer, new AnswerLearning.Command(_recording.Id, null, Agrees: true))).Error);
        await SetUp(isOn: false);
        Assert.Null(await As(Viewer, new AskLearning.Query()));
        Assert.Equal(LearningErrors.Off, (await Begin(Viewer)).Error);
        await SetUp();

        Assert.Equal(new AskLearning.View("Northquay", _lrs.Origin.Authority, null), await As(Viewer, new AskLearning.Query()));
        Assert.Equal(LearningErrors.NotAgreed, (await Begin(Viewer)).Error);
        await Answer(Viewer, agrees: false);
        Assert.False((await As(Viewer, new AskLearning.Query()))!.HasAgreed);
        Assert.Equal(LearningErrors.NotAgreed, (await Begin(Viewer)).Error);
        Assert.Equal(LearningErrors.Off, (await Begin("key_1")).Error); // a program is nobody who could agree
        Assert.Equal(PlaybackErrors.NotAllowed, (await Bench.SendAs(Viewer, new AnswerLearning.Command(_recording.Id, null, Agrees: true), Roles.Of(Roles.Auditor))).Error);
        await Answer(Viewer, agrees: true);
        var session = (await Begin(Viewer)).Value;
        foreach (var malformed in (NoteLearning.Event[])[new(PlayerEvent.Played, 1, double.NaN, 0, 0), new((PlayerEvent)9, 1, 0, 0, 0)])
        {
            Assert.Equal(LearningErrors.EventsMalformed, (await As(Viewer, new NoteLearning.Command(_recording.Id, null, session, [malformed]))).Error);
        }

        Assert.Equal(LearningErrors.SessionUnknown, (await As(new UserId(Guid.NewGuid()).ToString(), new NoteLearning.Command(_recording.Id, null, session, [new(PlayerEvent.Played, 1, 0, 0, 0)]), agree: true)).Error);
        Assert.Equal(1, await Bench.Count("learning_registrations"));
        Assert.Equal(["learning.changed", "learning.changed", "learning.refused", "learning.agreed", "learning.agreed"], (await Bench.Ledger()).Select(e => e.Kind).Where(k => k.StartsWith("learning.", StringComparison.Ordinal)));
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task A_sitting_reaches_the_store_once_whatever_is_said_twice_or_sent_again()
    {
        await SetUp();
        await Answer(Viewer, agrees: true);
        var session = (await Begin(Viewer)).Value;
        Bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await Note(session, new NoteLearning.Event(PlayerEvent.Played, 1, 0, 0, 500));
        await Note(session, new(PlayerEvent.Played, 1, 0, 0, 900), new(PlayerEvent.Seeked, 2, 1.5, 0.5, 0));
        Bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Note(session, new NoteLearning.Event(PlayerEvent.Closed, 3, 2, 0, 0)))); // of four that come at once

        _lrs.Instead.Enqueue((503, "Retry-After", "120"));
        await Send();
        var waits = await Queue();
        Assert.Equal(5, waits.Count);
        Assert.All(waits, s => Assert.Equal((1, Bench.Clock.GetUtcNow().AddSeconds(120), "The store answered 503."), (s.Attempts, s.NextAt, s.Failure!)));
        await Send();
        Assert.Empty(_lrs.Batches); // not before it asked to be

        Bench.Clock.Advance(TimeSpan.FromSeconds(120));
        await Send();
        Assert.Equal([5], _lrs.Batches);
        Assert.Empty(_lrs.Complaints);
        Assert.Equal(["initialized", "played", "seeked", "paused", "terminated"], _lrs.Statements.Select(LrsDouble.Verb));
        Assert.Equal("0.000[.]0.500[,]1.500[.]2.000", (string?)_lrs.Statements[^1]["result"]!["extensions"]!["https://w3id.org/xapi/video/extensions/played-segments"]);
        Assert.Empty(await Queue());
        var view = await Bench.Send(new ShowLearning.Query());
        Assert.Equal((5L, 0, 0, "The store answered 503."), (view.Sent, view.Waiting, view.DeadInAll, view.Failure));
        Assert.Equal(LearningErrors.SessionUnknown, (await As(Viewer, new NoteLearning.Command(_recording.Id, null, session, [new(PlayerEvent.Played, 9, 0, 0, 0)]))).Error);

        // A second sitting goes on with the same registration.
        var again = (await Begin(Viewer)).Value;
        await Note(again, new(PlayerEvent.Played, 1, 0, 0, 0), new(PlayerEvent.Alive, 2, 1.9, 0, 0));
        Bench.Clock.Advance(LearningSession.SilentWhilePlaying + TimeSpan.FromSeconds(1));
        Assert.Equal(Result.Ok, await Bench.SendAsSystem(new EndSilentSessions.Command())); // the browser crashed
        await Send();
        Assert.Equal(["initialized", "played", "completed", "paused", "terminated"], _lrs.Statements.Skip(5).Select(LrsDouble.Verb));
        Assert.Single(_lrs.Statements.Select(s => (string?)s["context"]!["registration"]).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_bad_statement_is_found_in_its_batch_and_given_up_alone_and_one_that_is_known_is_delivered()
    {
        await SetUp();
        await Answer(Viewer, agrees: true);
        var session = (await Begin(Viewer)).Value;
        for (var i = 1; i <= 8; i++)
        {
            await Note(session, new NoteLearning.Event(i % 2 == 1 ? PlayerEvent.Played : PlayerEvent.Paused, i, i * 0.2, 0, 0));
        }

        _lrs.Dislikes = s => LrsDouble.Verb(s) == "paused" && (double)s["result"]!["extensions"]!["https://w3id.org/xapi/video/extensions/time"]! == 0.8;
        await Send();

        Assert.Equal(8, _lrs.Statements.Count);
        var row = Assert.Single((await Bench.Send(new ShowLearning.Query())).Dead);
        Assert.Equal(("paused", 1, "The store does not take it: it answered 400."), (row.Verb, row.Attempts, row.Failure));
        Assert.Empty(_lrs.Complaints);

        _lrs.Dislikes = _ => false;
        Assert.Equal(LearningErrors.StatementNotFound, (await Bench.Send(new RetryLearning.Command(new LearningStatementId(Guid.NewGuid())))).Error);
        Assert.Equal(Result.Ok, await Bench.Send(new RetryLearning.Command(row.Id)));
        _lrs.Instead.Enqueue((409, null, null)); // somebody was killed after the store had taken it
        await Send();
        Assert.Empty(await Queue());

        // The key was changed at the store: nothing is lost, and in the end somebody has to look.
        await Note(session, new NoteLearning.Event(PlayerEvent.Closed, 9, 2, 0, 0));
        for (var attempt = 0; attempt < LearningStatement.MostAttempts; attempt++)
        {
            _lrs.Instead.Enqueue((401, null, null));
            await Send();
            Bench.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.All(await Queue(), s => Assert.Equal((LearningStatementState.Dead, "The store does not know the key, or its secret is another one (401)."), (s.State, s.Failure!)));
        Assert.Equal(Result.Ok, await Bench.Send(new RetryLearning.Command(null)));
        await Send();
        Assert.Equal("terminated", LrsDouble.Verb(_lrs.Statements[^1]));
    }

    [Fact]
    public async Task Withdrawal_erasure_destruction_and_the_switch_delete_what_was_recorded_and_what_waits()
    {
        await SetUp();
        var link = (await Bench.Send(new CreateShareLink.Command(
            _recording.Id, "Grace", "Ada", Bench.Clock.GetUtcNow().AddDays(1), new(Mail: "Grace@X.example")))).Value.Id;
        await Answer(Viewer, agrees: true);
        await Answer(link.ToString(), agrees: true, link);
        await Begin(Viewer);
        Assert.False((await As(link.ToString(), new BeginLearning.Command(_recording.Id, link))).Failed);
        var pseudonyms = await Bench.Read(db => db.LearningViewers.Select(v => v.Pseudonym).ToListAsync(Ct));
        Assert.Equal(2, await Bench.Count("learning_statements"));

        await Answer(Viewer, agrees: false);
        Assert.Equal((1, 1), (await Bench.Count("learning_registrations"), await Bench.Count("learning_statements")));
        await Answer(Viewer, agrees: true); // and agrees anew: as somebody else, to the store
        await Begin(Viewer);
        Assert.DoesNotContain(await Bench.Read(db => db.LearningViewers.Where(v => v.Viewer == Viewer).Select(v => v.Pseudonym).SingleAsync(Ct)), pseudonyms);

        Assert.False((await Bench.Send(new RequestErasure.Command(_recording.PersonCalled(1)))).Failed); // grace@x.example, who watched through the link
        Assert.Equal([Viewer], await Bench.Read(db => db.LearningViewers.Select(v => v.Viewer).ToListAsync(Ct)));
        Assert.Equal((1, 1), (await Bench.Count("learning_registrations"), await Bench.Count("learning_statements")));

        await SetUp(isOn: false);
        await Send();
        Assert.Equal(0, await Bench.Count("learning_statements"));
        await SetUp();
        await Begin(Viewer);
        Assert.Equal(Result.Ok, await Bench.Send(new MoveToBin.Command(_recording.Id)));
        Bench.Clock.Advance(TimeSpan.FromDays(31));
        await Bench.Sweep();
        Assert.Equal((0, 0), (await Bench.Count("learning_registrations"), await Bench.Count("learning_statements")));
        await Send();
        Assert.Empty(_lrs.Statements);
    }

    [Fact]
    public async Task The_settings_are_checked_kept_sealed_and_tried_and_the_secret_follows_to_no_other_address()
    {
        Assert.Equal(LearningErrors.Off, (await Bench.Send(new TestLearning.Query())).Error);
        Assert.Null((await Bench.Send(new ShowLearning.Query())).Settings);
        foreach (var (command, refusal) in ((ChangeLearning.Command, Error)[])[
            (Settings with { Endpoint = "lrs" }, LearningErrors.EndpointMalformed), (Settings with { Endpoint = "https://me:too@lrs.example/" }, LearningErrors.EndpointMalformed),
            (Settings with { Endpoint = "http://lrs.example/xapi" }, LearningErrors.EndpointForbidden), (Settings with { Endpoint = "https://10.0.0.1/xapi" }, LearningErrors.EndpointForbidden),
            (Settings with { Key = "a:b" }, LearningErrors.KeyMalformed), (Settings with { Secret = "" }, LearningErrors.SecretMissing), (Settings with { Percent = 0 }, LearningErrors.ThresholdOutOfRange)])
        {
            Assert.Equal(refusal, (await Bench.Send(command)).Error);
        }

        await SetUp();
        Assert.Equal(Result.Ok, await Bench.Send(Settings with { Secret = "", Percent = 70, HomePage = "https://elsewhere.example" })); // the secret stays
        Assert.Equal(LearningErrors.SecretMissing, (await Bench.Send(Settings with { Secret = "", Endpoint = "https://other.example/xapi" })).Error);
        Assert.Equal(new ShowLearning.Terms(_lrs.Endpoint, LrsDouble.Key, 70, true, "https://records.example"), (await Bench.Send(new ShowLearning.Query())).Settings);
        var kept = await Bench.Read(db => db.LearningStores.SingleAsync(Ct));
        Assert.DoesNotContain(LrsDouble.Secret, Encoding.Latin1.GetString(kept.SealedSecret), StringComparison.Ordinal);

        Assert.Null((await Bench.Send(new RotateKeys.Command())).Error);
        Assert.Equal("The store answers and takes the key. It speaks xAPI 1.0.3.", (await Bench.Send(new TestLearning.Query())).Value.Words);
        _lrs.Instead.Enqueue((302, "Location", "http://169.254.169.254/latest/meta-data"));
        Assert.StartsWith("The store leads elsewhere (302)", (await Bench.Send(new TestLearning.Query())).Value.Words, StringComparison.Ordinal);
        Assert.Empty(_lrs.Statements);
    }

    private ChangeLearning.Command Settings => new(_lrs.Endpoint, LrsDouble.Key, LrsDouble.Secret, 100, true, "https://records.example");

    private async Task SetUp(bool isOn = true) => Assert.Equal(Result.Ok, await Bench.Send(Settings with { IsOn = isOn }));

    private async Task Answer(string viewer, bool agrees, ShareLinkId? link = null) => Assert.Equal(Result.Ok, await As(viewer, new AnswerLearning.Command(_recording.Id, link, agrees)));

    private Task<Result<Guid>> Begin(string viewer) => As(viewer, new BeginLearning.Command(_recording.Id, null));

    private async Task Note(Guid session, params NoteLearning.Event[] events)
    {
        var noted = await As(Viewer, new NoteLearning.Command(_recording.Id, null, session, events));
        Assert.True(noted.Error is null || (events is [{ Kind: PlayerEvent.Closed }] && noted.Error == LearningErrors.SessionUnknown), noted.Error?.Code);
    }

    private async Task Send() => Assert.Equal(Result.Ok, await Bench.SendAsSystem(new SendLearning.Command()));

    private Task<List<LearningStatement>> Queue() => Bench.Read(db => db.LearningStatements.OrderBy(s => s.At).ToListAsync(Ct));

    private async Task<T> As<T>(string viewer, MediatR.IRequest<T> request, bool agree = false)
    {
        var may = viewer.StartsWith("lnk_", StringComparison.Ordinal) ? Nothing : Roles.Of(Roles.Member);
        if (agree)
        {
            await Bench.SendAs(viewer, new AnswerLearning.Command(_recording.Id, null, Agrees: true), may);
        }

        return await Bench.SendAs(viewer, request, may);
    }
}
