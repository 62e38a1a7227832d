using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Consent;

/// <summary>A call of an organization in Texas while it happens, run as a product runs it; every act takes a second.</summary>
internal sealed class LiveCall(Workbench bench, RecordingId id, DateTimeOffset start)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RecordingId Id => id;

    public static async Task<LiveCall> Announce(Workbench bench, CallMedium medium = CallMedium.Video, params CallParticipant[] invited)
    {
        var start = bench.Clock.GetUtcNow();
        var announced = await bench.Send(Announcement(start) with { Medium = medium, Participants = invited, Initiator = invited is [var first, ..] ? first.Identity : null });
        return new LiveCall(bench, announced.Value, start);
    }

    public static AnnounceCall.Command Announcement(DateTimeOffset start) => new("acme", "live-1", "room", "A live call", start);

    public static CallParticipant Somebody(string identity, params string[] locations) => new(identity, identity, new ParticipantFacts(Locations: locations));

    public DateTimeOffset At(double second) => start.AddSeconds(second);

    /// <param name="told">When the product tells it, if not at once.</param>
    public async Task<ParticipantId> Joins(string identity, double second, ParticipantFacts? facts = null, double? told = null)
    {
        Reach(told ?? second);
        var joined = await bench.Send(new JoinCall.Command(id, identity, identity, null, null) { Facts = facts ?? new ParticipantFacts(), At = At(second) });
        Assert.Null(joined.Error);
        return joined.Value;
    }

    public Task<ParticipantId> Joins(string identity, double second, string location) => Joins(identity, second, new ParticipantFacts(Locations: [location]));

    public async Task Leaves(ParticipantId who, double second, double? told = null)
    {
        Reach(told ?? second);
        Assert.Equal(Result.Ok, await bench.Send(new LeaveCall.Command(id, who, At(second))));
    }

    public async Task Moves(ParticipantId who, string location, double second, double? told = null)
    {
        Reach(told ?? second);
        Assert.Equal(Result.Ok, await bench.Send(new MoveParticipant.Command(id, who, [location], LocationSource.Confirmed, At(second))));
    }

    public async Task<ConsentEventId> Says(ParticipantId who, ConsentEventKind kind, double second, MediaKinds media = MediaKinds.All, ConsentSpeaker by = ConsentSpeaker.Self, double? told = null)
    {
        Reach(told ?? second);
        var said = await bench.Send(new RecordConsent.Command(id, who, kind, "click", "en", null, At(second), null, media, By: by));
        Assert.Null(said.Error);
        return said.Value;
    }

    public async Task Ends(double second)
    {
        Reach(second);
        Assert.Equal(Result.Ok, await bench.Send(new EndCall.Command(id, At(second))));
    }

    public async Task<CaptureDecision.Row> Decision(ParticipantId who) => (await Decisions()).Participants.Single(p => p.Participant == who);

    public async Task<CaptureDecision.View> Decisions() => (await bench.Send(new CaptureDecision.Query(id))).Value;

    /// <summary>What the SFU does with audio, video and screen.</summary>
    public async Task<string> Actions(ParticipantId who) => string.Join(' ', (await Decision(who)).Media.Select(m => m.Action));

    public Task<Recording> State() => bench.Recording(id);

    public async Task<Participant> Participant(ParticipantId who) => (await State()).FindParticipant(who)!;

    public Task<List<ConsentEvent>> Events() => bench.Read(db => db.ConsentEvents.Where(e => e.Recording == id).OrderBy(e => e.At).ToListAsync(Ct));

    private void Reach(double second)
    {
        if (At(second) > bench.Clock.GetUtcNow())
        {
            bench.Clock.MoveTo(At(second));
        }
    }
}
