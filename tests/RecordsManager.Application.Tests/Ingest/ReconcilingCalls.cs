using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Ingest;

/// <summary>Calls that a product announces and runs, and what its SFU delivers of them: tracks of two seconds.</summary>
public sealed class ReconcilingCalls : OnTheWorkbench
{
    private DateTimeOffset _start;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _start = Bench.Clock.GetUtcNow();
    }

    [Fact]
    public async Task Says_of_each_announced_call_what_differs()
    {
        var whole = await Runs("whole", 2, "ada", "ben");
        var missing = await Runs("missing", 2, "ada");
        var shortened = await Runs("shortened", 40, "ada");
        var lacking = await Runs("lacking", 40, "ada", "ben");
        Bench.Clock.Advance(TimeSpan.FromMinutes(5));
        await Arrives("whole", "ada", "ben");
        await Arrives("shortened", "ada");
        await Arrives("lacking", "ada");
        await Bench.Ingest(new Call("nobody announced it", _start, "ada"));
        Bench.Clock.Advance(TimeSpan.FromHours(3));
        var late = await Runs("late", 2, "ada");
        Bench.Clock.Advance(TimeSpan.FromHours(3));
        await Arrives("late", "ada");
        var again = await Bench.WorkOff(await new Call("whole", _start, "ada", "ben").Deliver(Bench, "sent once more"));
        Assert.Equal(DeliveryState.Complete, again.State);

        var report = await Report();

        Assert.Equal((1, 0), (report.Unannounced, report.Undone));
        Assert.Equal(5, report.Calls.Count);
        Assert.Equal([FindingKind.Duplicate], Kinds(report, whole));
        Assert.Equal((again.Id, 2), Of(report, whole).Findings.Select(f => (f.Delivery!.Value, f.RepeatedTracks)).Single());
        Assert.Equal((2, 2, 2), (Of(report, whole).Announced, Of(report, whole).Arrived, Of(report, whole).Tracks));
        Assert.Equal([FindingKind.Missing], Kinds(report, missing));
        Assert.Null(Of(report, missing).Findings[0].Participant);
        Assert.Equal([FindingKind.Shortened], Kinds(report, shortened));
        Assert.InRange(Of(report, shortened).Findings[0].LackingSeconds, 37.9, 38.1);
        Assert.Equal([FindingKind.Shortened, FindingKind.Missing], Kinds(report, lacking));
        Assert.Equal(["ada by name", "ben by name"], Of(report, lacking).Findings.Select(f => f.Name));
        Assert.Equal([FindingKind.Late], Kinds(report, late));
        Assert.Equal(TimeSpan.FromHours(3).TotalSeconds, Of(report, late).Findings[0].LateSeconds, 10);
        Assert.Equal(1, (await Bench.Send(new ShowHome.Query())).MissingCalls);
    }

    [Fact]
    public async Task Names_nobody_to_who_may_not_read_recordings_and_nobody_who_was_erased()
    {
        var call = await Runs("call", 40, "ada", "ben");
        await Arrives("call", "ada");
        Bench.Clock.Advance(TimeSpan.FromHours(3));

        Assert.All(Of(await Report(Permission.DeliveriesRead), call).Findings, f => Assert.Null(f.Name));

        var ben = (await Bench.Recording(call)).Participants.Single(p => p.Ordinal == 1);
        Assert.False((await Bench.Send(new RequestErasure.Command(ben.Person))).Failed);
        await Bench.ContinueErasures();

        Assert.Equal(["ada by name"], Of(await Report(), call).Findings.Select(f => f.Name));
    }

    [Fact]
    public async Task Counts_what_failed_or_waits_as_not_arrived()
    {
        await Runs("call", 2, "ada");
        var delivery = await new Call("call", _start, "ada").Deliver(Bench);
        Directory.Delete(Path.Combine(Bench.Folder, "storage"), recursive: true);
        await Bench.WorkOff(delivery);
        Bench.Clock.Advance(TimeSpan.FromHours(3));

        var report = await Report();

        Assert.Equal((1, 1), (report.Undone, report.Count(FindingKind.Missing)));
    }

    private Task<ReconcileCalls.Report> Report() => Bench.Send(new ReconcileCalls.Query(_start.AddDays(-1), _start.AddDays(1)));

    private Task<ReconcileCalls.Report> Report(params Permission[] permissions) =>
        Bench.Send(Bench.Organization, new ReconcileCalls.Query(_start.AddDays(-1), _start.AddDays(1)), permissions.ToHashSet());

    private static ReconcileCalls.Call Of(ReconcileCalls.Report report, RecordingId call) => report.Calls.Single(c => c.Recording == call);

    private static IEnumerable<FindingKind> Kinds(ReconcileCalls.Report report, RecordingId call) => Of(report, call).Findings.Select(f => f.Kind);

    /// <summary>From now on, for so many seconds, with everybody there all the time.</summary>
    private async Task<RecordingId> Runs(string externalId, int seconds, params string[] people)
    {
        _start = Bench.Clock.GetUtcNow();
        var call = (await Bench.Send(new AnnounceCall.Command("acme", externalId, "room", externalId, _start))).Value;
        foreach (var person in people)
        {
            Assert.Null((await Bench.Send(new JoinCall.Command(call, person, person, null, null) { Facts = new ParticipantFacts(), At = _start })).Error);
        }

        Bench.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(Result.Ok, await Bench.Send(new EndCall.Command(call, null)));
        return call;
    }

    private async Task Arrives(string externalId, params string[] people)
    {
        var started = (await Bench.Read(db => Task.FromResult(db.Recordings.Single(r => r.ExternalId == externalId)))).StartedAt;
        await Bench.Ingest(new Call(externalId, started, people));
    }
}
