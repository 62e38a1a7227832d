using RecordsManager.Application.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Api;

/// <param name="Medium">video, telephone or in-person; video if not given.</param>
/// <param name="RecordedIn">ISO 3166-1 or 3166-2 of where the recording is made; its law counts too.</param>
/// <param name="Purposes">recording, transcription, ai, sharing, or words of your own; recording and sharing if not given.</param>
/// <param name="Features">What is done with the media beside keeping it: transcription, ai, voiceprint.</param>
/// <param name="Initiator">The identity of the participant who calls or hosts.</param>
internal sealed record CallRequest(
    string? Source, string? ExternalId, string? Conversation, string? Title, DateTimeOffset? StartsAt,
    string? Medium, string? RecordedIn, IReadOnlyList<string>? Purposes, IReadOnlyList<string>? Features, IReadOnlyList<ParticipantRequest>? Participants, string? Initiator);

/// <param name="Location">One place; or <paramref name="Locations"/> for several.</param>
/// <param name="Locations">ISO 3166-1 or 3166-2; empty says that it is unknown, which counts as the strictest.</param>
/// <param name="LocationSource">confirmed, declared, billing, phone-prefix, ip or unknown; declared if not given.</param>
/// <param name="AgeBand">adult, child or unknown.</param>
/// <param name="AgeYears">Full years, if you know them; makes the band if that is not given.</param>
/// <param name="Channel">electronic, telephone or in-person; as the call's medium if not given.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="At">When they joined; now if it is not given. Not for an announcement.</param>
internal sealed record ParticipantRequest(
    string? Identity, string? DisplayName, string? Role, string? Location,
    IReadOnlyList<string>? Locations, string? LocationSource, string? AgeBand, int? AgeYears, string? Channel, string? Language, DateTimeOffset? At)
{
    /// <returns>Null where a word is not known.</returns>
    public CallParticipant? ToParticipant()
    {
        var source = Words.Parse<LocationSource>(LocationSource);
        var band = Words.Parse<AgeBand>(AgeBand);
        var channel = Words.Parse<CallChannel>(Channel);
        return (LocationSource is not null && source is null) || (AgeBand is not null && band is null) || (Channel is not null && channel is null)
            ? null
            : new CallParticipant(Identity ?? "", DisplayName, new ParticipantFacts(Role, Locations ?? (Location is null ? null : [Location]), source, band, AgeYears, channel, Language));
    }
}

internal sealed record TimeRequest(DateTimeOffset? At);

/// <param name="Locations">ISO 3166-1 or 3166-2; none says that it is unknown now.</param>
/// <param name="LocationSource">confirmed, declared, billing, phone-prefix, ip or unknown; declared if not given.</param>
/// <param name="At">From when on; now if it is not given.</param>
internal sealed record LocationRequest(IReadOnlyList<string>? Locations, string? LocationSource, DateTimeOffset? At);

/// <param name="State">live or ended.</param>
internal sealed record CallAnswer(
    string Id, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Medium, string? RecordedIn,
    IReadOnlyList<string> Purposes, IReadOnlyList<string> Features, string? Initiator, IReadOnlyList<ParticipantAnswer> Participants)
{
    public static CallAnswer Of(ShowCall.View call, HttpRequest request) => new(
        call.Id.ToString(), call.IsLive ? "live" : "ended", call.StartedAt, call.EndedAt, Words.Of(call.Medium), call.RecordedIn,
        call.Purposes, call.Features, call.Initiator?.ToString(), [.. call.Participants.Select(p => Of(p, request))]);

    public static ParticipantAnswer Of(ShowCall.ParticipantView participant, HttpRequest request)
    {
        var page = participant.Token is { } token ? $"{request.Scheme}://{request.Host}/c/{token}" : null;
        return new ParticipantAnswer(
            participant.Decision.Participant.ToString(), participant.Role, Words.Of(participant.AgeBand), Words.Of(participant.Channel), participant.Language,
            [.. participant.Visits.Select(v => new VisitAnswer(v.From, v.To))],
            [.. participant.Whereabouts.Select(w => new WhereaboutsAnswer(w.Since, w.Locations, Words.Of(w.Source)))],
            CaptureRow.Of(participant.Decision), page, page is null ? null : $"{page}/frame");
    }
}

/// <param name="ConsentAddress">The page on which they answer; yours to send to them and to nobody else. Null where they were not asked by us.</param>
/// <param name="WidgetAddress">The same question in a frame: what the widget shows when it is given the consent address.</param>
internal sealed record ParticipantAnswer(
    string Id, string? Role, string AgeBand, string Channel, string? Language, IReadOnlyList<VisitAnswer> Visits, IReadOnlyList<WhereaboutsAnswer> Whereabouts,
    CaptureRow Decision, string? ConsentAddress, string? WidgetAddress);

/// <param name="To">Null while they are here.</param>
internal sealed record VisitAnswer(DateTimeOffset From, DateTimeOffset? To);

internal sealed record WhereaboutsAnswer(DateTimeOffset Since, IReadOnlyList<string> Locations, string Source);
