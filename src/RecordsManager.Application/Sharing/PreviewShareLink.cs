using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Sharing;

/// <summary>Before a link is made: whom would it play, who is left out, and why?</summary>
public static class PreviewShareLink
{
    [Requires(Permission.RecordingsShare)]
    public sealed record Query(RecordingId Recording) : IQuery<Result<View>>;

    /// <param name="IsShareable">A link would play somebody.</param>
    /// <param name="People">Everybody of whom something was recorded, in the order in which they joined.</param>
    public sealed record View(bool IsShareable, IReadOnlyList<Row> People);

    /// <param name="Reasons">Why not: codes of consent-model.md section 8. Empty for who is included.</param>
    public sealed record Row(ParticipantId Participant, string DisplayName, bool IsIncluded, IReadOnlyList<string> Reasons);

    internal sealed class Handler(IReadDb db, ConsentGate gate, PersonNames names) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var events = await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(cancellationToken);
            var decisions = await gate.Decide(recording, events, cancellationToken);
            var people = await names.Of(recording.Participants.Select(p => p.Person), cancellationToken);
            var played = recording.Playable(throughLink: true).Select(t => t.Participant).ToHashSet();
            return new View(recording.IsShareable, [.. recording.Participants
                .Where(p => recording.Tracks.Any(t => t.Participant == p.Id))
                .OrderBy(p => p.Ordinal)
                .Select(p => new Row(p.Id, people[p.Person].DisplayName, played.Contains(p.Id), played.Contains(p.Id) ? [] : Why(people[p.Person], decisions[p.Id])))]);
        }

        private static IReadOnlyList<string> Why(PersonName name, ConsentDecision decision) =>
            name.IsErased ? [ReasonCode.ErasureRequested]
            : decision is { MayPlay: true } && decision.For(Purpose.Sharing) is { MayPlay: false } sharing ? [.. sharing.Reasons.Select(r => r.Code).Distinct()]
            : [.. decision.Codes.Distinct()];
    }
}
