using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

/// <summary>Who may be captured at one moment, when everybody in the call is looked at together.</summary>
internal sealed record Capture(IReadOnlyList<ParticipantGate> Gates, MayRecord Overall, IReadOnlyDictionary<ParticipantId, MayRecord> Of, bool IsWhole)
{
    public bool May(ParticipantId participant) => Of.TryGetValue(participant, out var may) && may == MayRecord.Yes;

    public static Capture At(DateTimeOffset at, CallFacts facts, RulePack pack, ConsentTerms terms, ILookup<ParticipantId, ConsentFact> events)
    {
        var present = Present(at, facts);
        if (present.Count == 0)
        {
            return new Capture([], MayRecord.No, new Dictionary<ParticipantId, MayRecord>(), IsWhole: false);
        }

        var gates = new GateKeeper(facts with { At = at }, pack, terms).Gates(present, events);
        var closed = gates.Where(g => !g.IsOpen).ToList();
        var everybody = terms.IsMixed || (terms.MissingPartyCosts == MissingParty.Recording && ApplicableLaw.Of(facts, pack, terms, present).DemandingEverybody.Any());
        if (closed.Count == 0)
        {
            return Whole(MayRecord.Yes);
        }

        if (everybody)
        {
            return closed.TrueForAll(g => IsLate(g, facts)) && closed.Count < gates.Count
                ? new Capture(gates, MayRecord.Pause, gates.ToDictionary(g => g.Id, g => g.IsOpen ? MayRecord.Pause : MayRecord.No), IsWhole: true)
                : new Capture(gates, MayRecord.No, gates.ToDictionary(g => g.Id, _ => MayRecord.No), IsWhole: true);
        }

        // Two people and one of them out: where only policy keeps the recording from them, nothing useful is left of the call.
        var pointless = terms.MissingPartyCosts == MissingParty.Recording && gates.Count <= 2 && gates.All(g => g.Model <= ConsentModel.Notice)
            && closed.TrueForAll(g => g.State is GateState.Refused or GateState.Waiting);
        if (closed.Count == gates.Count || pointless)
        {
            return new Capture(gates, MayRecord.No, gates.ToDictionary(g => g.Id, _ => MayRecord.No), IsWhole: pointless);
        }

        return new Capture(gates, MayRecord.Partial, gates.ToDictionary(g => g.Id, g => g.IsOpen ? MayRecord.Yes : MayRecord.No), IsWhole: false);

        Capture Whole(MayRecord may) => new(gates, may, gates.ToDictionary(g => g.Id, _ => may), IsWhole: true);
    }

    /// <summary>Who has left, looked at among those with whom they were last; what they say later still counts.</summary>
    public IEnumerable<ParticipantGate> Left(CallFacts facts, RulePack pack, ConsentTerms terms, ILookup<ParticipantId, ConsentFact> events)
    {
        foreach (var leaver in facts.Participants.Where(p => p.LeftAt <= facts.At && !Of.ContainsKey(p.Id)))
        {
            var company = Present(leaver.LeftAt!.Value, facts).Where(p => p.Id != leaver.Id).Append(leaver).ToList();
            yield return new GateKeeper(facts, pack, terms).Gates(company, events)[^1];
        }
    }

    private static List<AskedParticipant> Present(DateTimeOffset at, CallFacts facts) =>
        [.. facts.Participants.Where(p => (p.JoinedAt is not { } joined || joined <= at) && (p.LeftAt is not { } left || left > at))];

    /// <summary>Came after the recording had begun and has not answered yet.</summary>
    public static bool IsLate(ParticipantGate gate, CallFacts facts) =>
        gate.State == GateState.Waiting && gate.Participant.JoinedAt > facts.StartsAt;
}
