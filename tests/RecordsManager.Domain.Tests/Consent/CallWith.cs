using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Consent;

/// <summary>A call whose participants speak one after another, a second apart.</summary>
internal sealed class CallWith
{
    private readonly Recording _recording = A.AnnouncedRecording();

    public List<ConsentEvent> Events { get; } = [];

    public IReadOnlyList<Participant> Participants => _recording.Participants;

    public Participant Add(string? location) => _recording.Join(A.Person(), null, location, A.Now);

    public void Says(Participant participant, ConsentEventKind kind, params string[] purposes)
    {
        var at = A.Now.AddSeconds(Events.Count);
        Events.Add(new ConsentEvent(ConsentEventId.New(at), A.Organization, _recording.Id, participant.Id, participant.Person, kind, at, at, new ConsentEvidence("api", Purposes: purposes is [] ? null : purposes)));
    }

    /// <returns>In the order of the participants.</returns>
    public IReadOnlyList<ConsentDecision> Decide(RulePack pack, string establishedIn, IReadOnlyCollection<ConsentEvent>? events = null, ConsentTerms? terms = null)
    {
        var facts = new CallFacts
        {
            EstablishedIn = establishedIn,
            StartsAt = A.Now,
            Participants = [.. _recording.Participants.Select(p => new AskedParticipant(p.Id, p.Location is null ? [] : [p.Location]))],
            Events = [.. (events ?? Events).Select(e => new ConsentFact(e.Participant, e.Kind, e.At, 0, null, e.Language, e.NoticeOnRecording, e.Purposes, e.Media))],
            At = A.Now.AddDays(1),
        };
        var decisions = ConsentRules.Decide(facts, pack, terms ?? ConsentTerms.Default);
        return [.. _recording.Participants.Select(p => decisions[p.Id])];
    }
}
