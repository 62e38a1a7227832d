using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Trail;

/// <summary>A call of two seconds: Ada agrees in its middle, Bob never answers.</summary>
public sealed class ShowingWhoAgreedWhen : OnTheWorkbench
{
    private Recording _recording = null!;
    private DateTimeOffset _yes;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var started = Bench.Clock.GetUtcNow();
        _yes = started.AddSeconds(1);
        _recording = await Bench.Ingest(new Call("call-1", started, "ada", "bob"));
        Bench.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null((await Bench.Send(new RecordConsent.Command(_recording.Id, _recording.Participant(0).Id, ConsentEventKind.Granted, "api", "en", null, _yes))).Error);
    }

    [Fact]
    public async Task A_yes_in_mid_call_keeps_what_follows_and_what_was_before_it_is_removed()
    {
        var bar = Assert.Single((await Row("ada by name")).Bars);

        Assert.Equal((TrackState.Cleared, _yes.AddSeconds(-1).AddDays(14)), (bar.State, bar.QuarantinedUntil!.Value)); // what was before waits, and is then destroyed
        Assert.Equal([new Span(0, 1_000)], bar.Removed);
        Assert.Equal([new Span(1_000, bar.Extent.ToMs)], bar.Consented);
    }

    [Fact]
    public async Task Who_has_not_answered_waits_with_a_deadline_and_nothing_of_theirs_is_kept_or_removed_yet()
    {
        var row = await Row("bob by name");

        var bar = Assert.Single(row.Bars);
        Assert.Equal((TrackState.Quarantined, _recording.TrackOf(1).QuarantinedUntil, 0, 0), (bar.State, bar.QuarantinedUntil, bar.Consented.Count, bar.Removed.Count));
        Assert.Equal(bar.QuarantinedUntil, row.QuarantinedUntil);
        Assert.DoesNotContain(row.Marks, m => m.Line.Kind == "consent.granted");
    }

    [Fact]
    public async Task An_answer_stands_at_the_moment_it_was_given_and_leads_to_the_entry_that_was_written_later()
    {
        var mark = (await Row("ada by name")).Marks.Single(m => m.Line.Kind == "consent.granted");

        Assert.Equal((_yes, Bench.Clock.GetUtcNow()), (mark.At, mark.RecordedAt));
        var entry = (await Bench.Send(new ShowEntry.Query(mark.Line.Index))).Value.Entry.Line;
        Assert.Equal(("consent.granted", _recording.Id.ToString(), mark.Line.PersonId), (entry.Kind, entry.Object, entry.PersonId));
    }

    [Fact]
    public async Task Who_was_erased_is_there_without_a_name_and_their_marks_still_lead_to_their_entries()
    {
        await Bench.Send(new RequestErasure.Command(_recording.PersonCalled(0)));
        await Bench.ContinueErasures();

        var view = await View();

        Assert.DoesNotContain(view.Rows, r => r.Person.DisplayName.Contains("ada", StringComparison.Ordinal));
        var row = view.Rows.Single(r => r.Person.IsErased);
        Assert.Equal(TrackState.Erased, Assert.Single(row.Bars).State);
        Assert.Equal(row.Person.DisplayName, row.Marks.Single(m => m.Line.Kind == "consent.granted").Line.Person);
    }

    [Fact]
    public async Task Is_for_who_may_read_the_ledger()
    {
        await Assert.ThrowsAsync<NotAllowedException>(() => Bench.Send(new ShowConsentTimeline.Query(_recording.Id), Roles.Member));
        Assert.True((await Bench.Send(new ShowConsentTimeline.Query(RecordingId.New(Bench.Clock.GetUtcNow())))).Failed);
    }

    private async Task<ShowConsentTimeline.View> View() => (await Bench.Send(new ShowConsentTimeline.Query(_recording.Id))).Value;

    private async Task<ShowConsentTimeline.Row> Row(string name) => (await View()).Rows.Single(r => r.Person.DisplayName == name);
}
