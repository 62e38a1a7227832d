using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Tests;

/// <summary>Aggregates in the states that tests start from, made by the aggregates' own methods.</summary>
internal static class A
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 16, 0, 0, TimeSpan.Zero);
    public static readonly OrganizationId Organization = new(Guid.CreateVersion7(Now));

    public static PersonId Person() => PersonId.New(Now);

    public static TrackMedium Medium(TrackKind kind = TrackKind.Microphone) =>
        new(kind, "opus", "matroska", 0, 0, 10_000_000_000, MediaObjectId.New(Now), new string('a', 64), 1000);

    public static Recording AnnouncedRecording() => Recording.Announce(
        RecordingId.New(Now), Organization, ConversationId.New(Now), "acme", "call-1", "A call", Now, Now);

    public static Recording RecordingWithoutStart() => Recording.Announce(
        RecordingId.New(Now), Organization, ConversationId.New(Now), "acme", "call-1", "A call", null, Now);

    public static Recording KeptRecording(DateTimeOffset keepUntil, params PersonId[] persons)
    {
        var recording = AnnouncedRecording();
        foreach (var person in persons)
        {
            var participant = recording.Join(person, null, "DE", Now);
            recording.Attach(TrackId.New(Now), participant, $"track-of-{person}", Medium(), [], Now.AddDays(14));
        }

        recording.Receive(10_000_000_000, keepUntil);
        recording.DequeueEvents();
        return recording;
    }

    public static Recording BinnedRecording(DateTimeOffset binUntil, params PersonId[] persons)
    {
        var recording = KeptRecording(Now.AddDays(-1), persons);
        recording.MoveToBin(binUntil, "retention ended");
        recording.DequeueEvents();
        return recording;
    }

    public static Recording DestroyedRecording(params PersonId[] persons)
    {
        var recording = BinnedRecording(Now.AddDays(-1), persons);
        recording.Destroy(CertificateId.New(Now), Now);
        recording.DequeueEvents();
        return recording;
    }

    public static Recording UnderHold(this Recording recording, string caseReference = "CASE-7")
    {
        recording.PlaceHold(LegalHoldId.New(Now), caseReference, "usr_1", Now);
        recording.DequeueEvents();
        return recording;
    }

    /// <summary>The same decision for everybody named; who is not named has no decision at all.</summary>
    public static Recording Decided(this Recording recording, bool mayPlay, params PersonId[] persons)
    {
        recording.Apply(Decisions(recording, mayPlay, persons), Now.AddDays(14));
        recording.DequeueEvents();
        return recording;
    }

    /// <summary>Each decision for the whole call.</summary>
    public static bool Apply(this Recording recording, Dictionary<ParticipantId, ConsentDecision> decisions, DateTimeOffset quarantinedUntil) =>
        recording.ApplyConsent(decisions, ConsentWindows.Whole(decisions), quarantinedUntil);

    public static Dictionary<ParticipantId, ConsentDecision> Decisions(Recording recording, bool mayPlay, params PersonId[] persons) =>
        persons.ToDictionary(
            p => recording.ParticipantOf(p)!.Id,
            _ => Decision(mayPlay));

    private static ConsentDecision Decision(bool may)
    {
        var requirement = new Requirement(NoticeForm.Told, AnswerForm.OptIn, AnswerTime.BeforeCapture);
        return new ConsentDecision(
            may, may, may, MediaKinds.All, ConsentModel.AllParty, Rule, "1", requirement, [new Reason(may ? "CONSENT_OK" : "CONSENT_MISSING")],
            [new PurposeDecision(Purpose.Sharing, requirement, may, may, may, [])]);
    }

    public static readonly JurisdictionRule Rule = new("DE", "Germany", "EU", ConsentModel.AllParty, [], "high");

    public static IReadOnlyList<LedgerFact> Facts(this AggregateRoot aggregate) => [.. aggregate.DequeueEvents().Cast<LedgerFact>()];
}
