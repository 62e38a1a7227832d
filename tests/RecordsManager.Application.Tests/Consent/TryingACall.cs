using RecordsManager.Application.Consent;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Consent;

/// <summary>Our own place is Germany.</summary>
public sealed class TryingACall : OnTheWorkbench
{
    [Fact]
    public async Task Decides_as_a_real_call_and_names_the_seat_that_caused_it()
    {
        var rows = await Try(new TryCall.Seat("US-NY", ConsentEventKind.Granted), new TryCall.Seat("US-CA", ConsentEventKind.Notified));

        Assert.Equal([true, false], rows.Select(r => r.Decision.MayPlay));
        Assert.Contains("CONSENT_MISSING", rows[1].Decision.Codes);
        Assert.Equal(2, rows[1].CausedBy[rows[1].Decision.Codes.ToList().IndexOf("CONSENT_MISSING")]);
    }

    [Fact]
    public async Task Knows_children_the_medium_unknown_places_and_the_policy()
    {
        Assert.Contains("MINOR_GUARDIAN_MISSING", (await Try(new TryCall.Seat("DE", ConsentEventKind.Granted, AgeBand.Child)))[0].Decision.Codes);
        Assert.Equal(ConsentModel.ProhibitedWithoutPermission, (await Try(new TryCall.Seat(null, ConsentEventKind.Granted)))[0].Decision.Model);
        var terms = new PolicyTerms { MissingPartyCosts = MissingParty.Recording };
        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(terms))).Value;
        await Bench.Send(new ChangeConsentPolicy.Command(terms, plan.Plan));

        Assert.Equal([false, false], (await Try(new TryCall.Seat("DE", ConsentEventKind.Granted), new TryCall.Seat("DE", ConsentEventKind.Refused))).Select(r => r.Decision.MayPlay));
    }

    private Task<IReadOnlyList<TryCall.Row>> Try(params TryCall.Seat[] seats) => Bench.Send(new TryCall.Query(seats));
}
