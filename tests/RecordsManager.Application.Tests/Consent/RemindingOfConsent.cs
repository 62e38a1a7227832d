using RecordsManager.Application.Consent;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Consent;

/// <summary>Ada agrees, Bob does not answer; the quarantine lasts 14 days.</summary>
public sealed class RemindingOfConsent : OnTheWorkbench
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private Recording _recording = null!;
    private DateTimeOffset _deadline;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada", "bob") { WithMore = true });
        await Bench.Says(_recording, _recording.Participant(0), ConsentEventKind.Granted);
        _deadline = _recording.TrackOf(1).QuarantinedUntil!.Value;
    }

    [Fact]
    public async Task Happens_at_half_time_and_a_day_before_the_end_once_each_however_often_the_schedule_looks()
    {
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromDays(7) - Tick);
        Assert.Empty(await Remind());

        Bench.Clock.MoveTo(_deadline - TimeSpan.FromDays(7));
        Assert.Equal([_recording.Id], await Remind());
        Assert.Empty(await Remind());
        Assert.Equal(["1"], await Steps());

        Bench.Clock.MoveTo(_deadline - TimeSpan.FromDays(1) - Tick);
        Assert.Empty(await Remind());
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromDays(1));
        Assert.Equal([_recording.Id], await Remind());
        Assert.Empty(await Remind());
        Assert.Equal(["1", "2"], await Steps());
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task Is_on_the_ledger_about_the_person_with_the_deadline_and_without_a_name()
    {
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromDays(7));
        await Remind();

        var entry = Assert.Single(await Bench.Ledger(), e => e.Kind == "consent.reminded");
        Assert.Equal((_recording.Id.ToString(), _recording.PersonCalled(1).ToString()), (entry.Object, entry.Person));
        Assert.Contains(_deadline.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), entry.Leaf, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", entry.Leaf, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Steps_that_were_slept_through_are_one_reminder()
    {
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromHours(2));

        await Remind();

        Assert.Equal(["2"], await Steps());
    }

    [Fact]
    public async Task Ends_with_the_answer()
    {
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromDays(7));
        await Remind();
        await Bench.Says(_recording, _recording.Participant(1), ConsentEventKind.Granted);
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromHours(1));

        Assert.Empty(await Remind());
        Assert.Empty(await Listed());
        Assert.Equal(0, (await Bench.Recording(_recording.Id)).TrackOf(1).Reminders);
    }

    [Fact]
    public async Task Ends_with_the_destruction_of_the_tracks()
    {
        Bench.Clock.MoveTo(_deadline);
        Assert.Empty(await Remind());

        await Bench.Sweep();

        Assert.Empty(await Remind());
        Assert.Empty(await Listed());
        Assert.Empty(await Steps());
    }

    [Fact]
    public async Task Never_comes_to_who_did_not_agree()
    {
        await Bench.Says(_recording, _recording.Participant(1), ConsentEventKind.Refused);
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromHours(1));

        await Remind();

        Assert.Empty(await Steps());
        var row = Assert.Single(await Listed());
        Assert.Equal((true, null), (row.SaidNo, row.Next));
    }

    [Fact]
    public async Task Waits_while_a_legal_hold_stops_the_deadline()
    {
        Assert.Null((await Bench.Send(new PlaceLegalHold.Command(_recording.Id, "CASE-7"))).Error);
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromHours(1));

        Assert.Empty(await Remind());
        Assert.Equal((true, null), ((await Listed())[0].IsHeld, (await Listed())[0].Next));
    }

    [Fact]
    public async Task Lists_who_is_waited_for_with_the_deadline_and_the_next_reminder_on_the_home_page_too()
    {
        var row = Assert.Single(await Listed());
        Assert.Equal((_recording.Id, _recording.Participant(1).Id, "bob by name", _deadline, 0, _deadline - TimeSpan.FromDays(7)), (row.Recording, row.Participant, row.Person.DisplayName, row.Deadline, row.Reminders, row.Next));

        Bench.Clock.MoveTo(_deadline - TimeSpan.FromDays(7));
        await Remind();

        Assert.Equal((1, _deadline - TimeSpan.FromDays(1)), ((await Listed())[0].Reminders, (await Listed())[0].Next));
        Assert.Equal(await Listed(), (await Bench.Send(new ShowHome.Query())).Waiting);
    }

    [Fact]
    public async Task Is_written_by_one_of_two_servers_that_remind_at_the_same_time()
    {
        Bench.Clock.MoveTo(_deadline - TimeSpan.FromDays(7));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Bench.SendAsSystem(new RemindOfConsent.Command(_recording.Id));
            }
            catch (Application.Pipeline.ConcurrencyConflictException)
            {
                // the other one wrote it
            }
        }));

        Assert.Equal(["1"], await Steps());
    }

    private async Task<IReadOnlyList<RecordingId>> Remind()
    {
        var due = await Bench.SendAsSystem(new SweepReminders.Query());
        foreach (var recording in due)
        {
            Assert.Equal(Result.Ok, await Bench.SendAsSystem(new RemindOfConsent.Command(recording)));
        }

        return due;
    }

    private Task<IReadOnlyList<WaitingAnswer>> Listed() => Bench.Send(new ListReminders.Query());

    private async Task<IReadOnlyList<string>> Steps() =>
        [.. (await Bench.Ledger()).Where(e => e.Kind == "consent.reminded").Select(e => Application.Ledger.LedgerLeaf.Read(e.Leaf).Details["step"])];
}
