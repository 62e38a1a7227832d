using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

/// <summary>Who was captured lawfully at some moment before, by looking at every moment at which something changed.</summary>
internal sealed class CapturedPast
{
    private readonly HashSet<ParticipantId> _lawfully = [];

    public CapturedPast(CallFacts facts, RulePack pack, ConsentTerms terms)
    {
        var until = facts.EndedAt is { } end && end < facts.At ? end : facts.At;
        var moments = facts.Events.Select(e => e.At).Concat(facts.Participants.SelectMany(p => new[] { p.JoinedAt, p.LeftAt }).OfType<DateTimeOffset>()).Append(facts.StartsAt)
            .Where(at => at >= facts.StartsAt && at <= until).Distinct().Order();
        foreach (var moment in moments)
        {
            // Who refuses has never agreed: the gate was closed to them from the start, whenever they found the words.
            var heard = facts.Events.Where(e => e.At <= moment || (e.At <= facts.At && IsFirstWordANo(e, facts.Events))).ToLookup(e => e.Participant);
            var capture = Capture.At(moment, facts, pack, terms, heard);
            _lawfully.UnionWith(capture.Gates.Where(g => capture.May(g.Id)).Select(g => g.Id));
        }
    }

    public bool Lawfully(ParticipantId participant) => _lawfully.Contains(participant);

    private static bool IsFirstWordANo(ConsentFact no, IEnumerable<ConsentFact> events) =>
        no.Kind == ConsentEventKind.Refused && !events.Any(e => e.Participant == no.Participant && e.Kind == ConsentEventKind.Granted && e.At < no.At);
}
