using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Pages.Words;

/// <summary>A state as word, icon and colour. The word is never left out.</summary>
public sealed record Badge(string State, string Icon, string Word, DateTimeOffset? At = null, string As = "last-day");

/// <summary>The words for states of ux.md, in one place.</summary>
public static class States
{
    public static Badge Of(ListRecordings.Row row) => row switch
    {
        { State: RecordingState.Destroyed } => new("stop", "bin", "Destroyed on", row.DestroyedAt, "day"),
        { State: RecordingState.InBin } => new("off", "bin", "In the bin until", row.BinUntil),
        { State: RecordingState.Announced } => new("off", "clock", "Announced"),
        { IsHeld: true } => new("hold", "hold", "On hold"),
        { Consent.Waiting: > 0 } => new("wait", "glass", $"{row.Consent.Waiting} quarantined"),
        _ => new("ok", "check", "Kept"),
    };

    public static string Say(ConsentTally tally) => tally switch
    {
        { Waiting: > 0 } => $"Waiting for {tally.Waiting} of {tally.Total}",
        { Ended: > 0 } => $"Removed {tally.Ended} of {tally.Total}",
        { Total: 0 } => "Nobody yet",
        _ => $"Complete, {tally.Agreed} of {tally.Total}",
    };

    public static Badge Of(ShowRecording.ConsentView person, LaneView lane) => (person, lane.State) switch
    {
        (_, LaneState.Erased) => new("ghost", "eraser", "Erased"),
        ({ Answer: ConsentEventKind.Granted }, _) => new("ok", "check", "Agreed", person.AnsweredAt, "moment"),
        ({ Answer: ConsentEventKind.Refused }, _) => new("stop", "x", "Refused", person.AnsweredAt, "moment"),
        ({ Answer: ConsentEventKind.Withdrawn }, _) => new("stop", "back", "Withdrew", person.AnsweredAt, "moment"),
        (_, LaneState.Removed) => new("off", "lock", "Never answered"),
        ({ MayPlay: true }, _) => new("ok", "check", "Not required"),
        _ => new("wait", "glass", lane.QuarantinedUntil is null ? "Waiting" : "Waiting until", lane.QuarantinedUntil, "moment"),
    };

    public static Badge Of(TrackState state, DateTimeOffset? quarantinedUntil) => state switch
    {
        TrackState.Cleared => new("ok", "check", "Cleared"),
        TrackState.Quarantined => new("wait", "glass", "Quarantined until", quarantinedUntil, "day"),
        TrackState.Rejected => new("off", "lock", "Removed, no consent"),
        TrackState.Erased => new("ghost", "eraser", "Erased"),
        _ => new("stop", "bin", "Destroyed"),
    };

    public static Badge Of(DeliveryState state, DateTimeOffset? notBefore) =>
        state == DeliveryState.Received && notBefore is { } at ? new("wait", "clock", "Next try", at, "moment") : Of(state);

    public static Badge Of(DeliveryState state) => state switch
    {
        DeliveryState.Received => new("off", "clock", "Received, waits"),
        DeliveryState.Working => new("off", "spin", "Being worked on"),
        DeliveryState.Complete => new("ok", "check", "Complete"),
        DeliveryState.Failed => new("stop", "alert", "Failed"),
        _ => new("off", "bin", "Discarded"),
    };

    public static Badge Of(FindingKind kind) => kind switch
    {
        FindingKind.Missing => new("stop", "alert", "Missing"),
        FindingKind.Late => new("wait", "clock", "Late"),
        FindingKind.Shortened => new("wait", "alert", "Shortened"),
        _ => new("off", "file", "Duplicate"),
    };

    public static Badge Of(ErasureState state) => state switch
    {
        ErasureState.Deferred => new("hold", "hold", "Waits for a legal hold"),
        ErasureState.Requested => new("wait", "clock", "Requested"),
        ErasureState.KeyDestroyed => new("wait", "spin", "Key destroyed, bytes follow"),
        ErasureState.Redacted => new("wait", "spin", "Removed; making the rest anew"),
        _ => new("ok", "check", "Complete"),
    };

    public static Badge Of(LinkState state) => state switch
    {
        LinkState.Live => new("ok", "check", "Live"),
        LinkState.Waiting => new("off", "clock", "Not yet"),
        LinkState.Expired => new("off", "clock", "Ended"),
        LinkState.Shut => new("stop", "lock", "Shut: too many wrong tries"),
        _ => new("stop", "x", "Revoked"),
    };

    public static string Of(ConsentModel model) => model switch
    {
        ConsentModel.OneParty => "One party",
        ConsentModel.Notice => "Notice",
        ConsentModel.AllParty => "Everybody’s consent",
        ConsentModel.ExplicitOptIn => "Explicit consent of each",
        _ => "Prohibited without a permission",
    };

    public static string Of(TrackKind kind) => kind switch
    {
        TrackKind.Microphone => "microphone",
        TrackKind.Camera => "camera",
        TrackKind.Screen => "screen",
        TrackKind.ScreenAudio => "screen sound",
        _ => "mixed sound",
    };
}
