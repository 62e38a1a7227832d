using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Recordings;

/// <summary>The call while it happens: who comes, goes and moves. What is told twice, late or in the wrong order ends in the same state.</summary>
public sealed partial class Recording
{
    public CallMedium Medium { get; private set; }

    /// <summary>ISO 3166-1 or 3166-2 of where the recording is made; its law counts too. Null: where the organization is established.</summary>
    public string? RecordedIn { get; private set; }

    /// <summary>What the recording is for; each is asked for by itself.</summary>
    public IReadOnlyList<string> Purposes { get; private set; } = [];

    /// <summary>Words of <see cref="CallFeature"/>: what is done with the media beside keeping it.</summary>
    public IReadOnlyList<string> Features { get; private set; } = [];

    /// <summary>Who called or hosts. The call goes on when they leave.</summary>
    public ParticipantId? Initiator { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the product first said that this call will be recorded. Null: it only arrived.</summary>
    public DateTimeOffset? AnnouncedAt { get; private set; }

    /// <summary>Between the announcement and its end, or its delivery where no end was told.</summary>
    public bool IsLive => State == RecordingState.Announced && EndedAt is null;

    /// <summary>The call's end: the one that was told, or else the end of what was delivered. Null while it runs.</summary>
    public DateTimeOffset? OverAt => IsLive ? null : EndedAt ?? StartedAt.AddTicks(DurationNs / 100);

    public bool IsDuring(DateTimeOffset at) => OverAt is not { } over || at <= over;

    /// <summary>The product says that this call will be recorded. Saying it again changes nothing.</summary>
    public void IsAnnounced(DateTimeOffset now) => AnnouncedAt ??= now;

    /// <summary>The stays of a participant that were told live and are over, on the timeline.</summary>
    public IReadOnlyList<Stretch> StaysOf(Participant participant) => Stretch.Union(OnTimeline(participant, DurationNs > 0 ? DurationNs : long.MaxValue));

    /// <summary>What the product says of the call as a whole; may be told again with more.</summary>
    public void IsCall(CallMedium medium, string? recordedIn, IReadOnlyList<string>? purposes, IReadOnlyList<string>? features)
    {
        var recordedFor = purposes ?? Purposes;
        var doing = features ?? Features;
        if (medium == Medium && recordedIn == RecordedIn && recordedFor.SequenceEqual(Purposes) && doing.SequenceEqual(Features))
        {
            return;
        }

        (Medium, RecordedIn, Purposes, Features) = (medium, recordedIn, [.. recordedFor], [.. doing]);
        Raise(new LedgerFact("call.described", Id.ToString(), null, new Dictionary<string, string>
        {
            ["medium"] = WordOf(medium),
            ["recordedIn"] = recordedIn ?? "",
            ["purposes"] = string.Join(' ', Purposes),
            ["features"] = string.Join(' ', Features),
        }));
    }

    public void IsInitiatedBy(Participant participant) => Initiator = participant.Id;

    /// <summary>Somebody who is invited or in the call: what is known of them. A place that differs from the one known is a move.</summary>
    public Participant Expect(PersonId person, ParticipantFacts facts, DateTimeOffset at, DateTimeOffset now)
    {
        var participant = ParticipantOf(person);
        if (participant is null)
        {
            participant = Add(person, facts, at);
            participant.IsAt(facts.Locations ?? [], SourceOf(facts), at);
            return participant;
        }

        participant.Is(facts);
        if (facts.Locations is { } locations && !locations.SequenceEqual(participant.WhereaboutsAt(at)?.Locations ?? []))
        {
            Move(participant, locations, SourceOf(facts), at);
        }

        return participant;
    }

    /// <summary>Somebody comes, or comes back: the same participant, a new stay.</summary>
    /// <param name="at">Null: now, and nothing if they are here already.</param>
    public Result Enter(Participant participant, DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is null ? EndedAt is not null || participant.IsPresent : at > EndedAt)
        {
            return at is null ? Result.Ok : RecordingErrors.CallEnded;
        }

        Pass(participant, at ?? now, joined: true);
        return Result.Ok;
    }

    /// <summary>Somebody goes; the call goes on, whoever it is.</summary>
    /// <param name="at">Null: now, and nothing if they are gone already.</param>
    public void Leave(Participant participant, DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is not null || participant.IsPresent)
        {
            Pass(participant, at ?? now, joined: false);
        }
    }

    /// <summary>Somebody is elsewhere from <paramref name="at"/> on. Another law may apply to everybody from then on.</summary>
    public void Move(Participant participant, IReadOnlyList<string> locations, LocationSource source, DateTimeOffset at)
    {
        if (participant.IsAt(locations, source, at))
        {
            Raise(new LedgerFact("participant.moved", Id.ToString(), participant.Person, Naming(participant, at), Place(locations, source)));
        }
    }

    /// <summary>The product says when the call ended; media may still end later. Who is still here has left with it.</summary>
    public void End(DateTimeOffset at)
    {
        if (EndedAt is not null)
        {
            return;
        }

        EndedAt = at;
        DurationNs = Math.Max(DurationNs, NsOf(at));
        foreach (var participant in _participants.Where(p => p.IsPresent))
        {
            participant.Mark(at < participant.Marks[^1].At ? participant.Marks[^1].At : at, joined: false);
            Settle(participant);
        }

        Raise(new LedgerFact("call.ended", Id.ToString(), null, new Dictionary<string, string> { ["at"] = Iso(at) }));
    }

    private Participant Add(PersonId person, ParticipantFacts facts, DateTimeOffset at)
    {
        var participant = new Participant(ParticipantId.New(at), _participants.Count, person, ChannelOf(Medium));
        participant.Is(facts);
        _participants.Add(participant);
        var personal = Place(facts.Locations ?? [], SourceOf(facts));
        personal["ageBand"] = participant.AgeBand.ToString().ToLowerInvariant();
        personal["language"] = facts.Language ?? "";
        Raise(new LedgerFact("participant.joined", Id.ToString(), person, new Dictionary<string, string> { ["participant"] = participant.Id.ToString() }, personal));
        return participant;
    }

    private void Pass(Participant participant, DateTimeOffset at, bool joined)
    {
        if (!participant.Mark(at, joined))
        {
            return;
        }

        Settle(participant);
        var details = Naming(participant, at);
        details["initiator"] = participant.Id == Initiator ? "yes" : "no";
        Raise(new LedgerFact(joined ? "participant.entered" : "participant.left", Id.ToString(), participant.Person, details));
    }

    private void Settle(Participant participant) =>
        participant.WasPresent(participant.Presence.Concat(OnTimeline(participant, DurationNs > 0 ? DurationNs : long.MaxValue)));

    /// <summary>The stays told live that are over, as far as they lie in the call.</summary>
    private IEnumerable<Stretch> OnTimeline(Participant participant, long endNs) =>
        participant.Visits
            .Where(v => v.To is not null)
            .Select(v => new Stretch(Math.Max(0, NsOf(v.From)), Math.Min(NsOf(v.To!.Value), endNs)));

    private long NsOf(DateTimeOffset at) => (at - StartedAt).Ticks * 100;

    private static Dictionary<string, string> Naming(Participant participant, DateTimeOffset at) =>
        new() { ["participant"] = participant.Id.ToString(), ["at"] = Iso(at) };

    private static Dictionary<string, string> Place(IReadOnlyList<string> locations, LocationSource source) =>
        new() { ["location"] = locations.Count > 0 ? string.Join(' ', locations) : "unknown", ["source"] = WordOf(source) };

    private static LocationSource SourceOf(ParticipantFacts facts) =>
        facts.LocationSource ?? (facts.Locations is { Count: > 0 } ? LocationSource.Declared : LocationSource.Unknown);

    private static CallChannel ChannelOf(CallMedium medium) => medium switch
    {
        CallMedium.Telephone => CallChannel.Telephone,
        CallMedium.InPerson => CallChannel.InPerson,
        _ => CallChannel.Electronic,
    };

    private static string WordOf(CallMedium medium) => medium switch
    {
        CallMedium.Telephone => "telephone",
        CallMedium.InPerson => "in-person",
        _ => "video",
    };

    private static string WordOf(LocationSource source) => source switch
    {
        LocationSource.Ip => "ip",
        LocationSource.PhonePrefix => "phone-prefix",
        LocationSource.Billing => "billing",
        LocationSource.Declared => "declared",
        LocationSource.Confirmed => "confirmed",
        _ => "unknown",
    };
}

/// <summary>What is done with the media beside keeping it; some laws ask for a consent of its own.</summary>
public static class CallFeature
{
    public const string Transcription = "transcription";
    public const string Ai = "ai";
    public const string Voiceprint = "voiceprint";

    public static readonly IReadOnlyList<string> All = [Transcription, Ai, Voiceprint];
}
