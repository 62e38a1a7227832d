using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>What would be asked in a call between such people, and what would follow from their answers? By the rules and the policy in force now.</summary>
public static class TryCall
{
    /// <param name="Place">ISO 3166-1 or 3166-2; null is unknown.</param>
    /// <param name="Answer">Granted, Refused or Notified; null: nothing was said.</param>
    public sealed record Seat(string? Place, ConsentEventKind? Answer = null, AgeBand Age = AgeBand.Adult);

    /// <param name="Seats">At most 50.</param>
    [Requires(Permission.PolicyRead)]
    public sealed record Query(IReadOnlyList<Seat> Seats, CallMedium Medium = CallMedium.Video) : IQuery<IReadOnlyList<Row>>;

    /// <param name="CausedBy">Number of the seat, from 1, of each reason that is somebody's.</param>
    public sealed record Row(Seat Seat, ConsentDecision Decision, IReadOnlyList<int?> CausedBy);

    internal sealed class Handler(IReadDb db, ConsentGate gate, TimeProvider clock) : IRequestHandler<Query, IReadOnlyList<Row>>
    {
        private const int MostSeats = 50;

        public async Task<IReadOnlyList<Row>> Handle(Query query, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var seats = query.Seats.Take(MostSeats).Select(seat => (Seat: seat, Id: ParticipantId.New(now))).ToList();
            var decisions = await gate.Try(
                new CallFacts
                {
                    Medium = query.Medium,
                    EstablishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(cancellationToken),
                    StartsAt = now,
                    At = now,
                    Participants = [.. seats.Select(s => new AskedParticipant(s.Id, s.Seat.Place is { } place ? [place] : [], Age: s.Seat.Age))],
                    Events = [.. seats.SelectMany(s => Said(s.Seat, s.Id, now))],
                },
                cancellationToken);
            return [.. seats.Select(s => new Row(s.Seat, decisions[s.Id], [.. decisions[s.Id].Reasons.Select(r => seats.FindIndex(other => other.Id == r.CausedBy) is >= 0 and var at ? at + 1 : (int?)null)]))];
        }

        /// <summary>Nobody answers what they were not told.</summary>
        private static IEnumerable<ConsentFact> Said(Seat seat, ParticipantId id, DateTimeOffset now)
        {
            if (seat.Answer is { } answer)
            {
                yield return new ConsentFact(id, ConsentEventKind.Notified, now.AddSeconds(-2), 0);
                if (answer is ConsentEventKind.Granted or ConsentEventKind.Refused)
                {
                    yield return new ConsentFact(id, answer, now.AddSeconds(-1), 1);
                }
            }
        }
    }
}
