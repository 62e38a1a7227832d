using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Erasure;

/// <summary>What an erasure would take, before it cannot be undone.</summary>
public static class PreviewErasure
{
    [Requires(Permission.ErasureWrite)]
    public sealed record Query(PersonId Person) : IQuery<Result<View>>;

    public sealed record View(PersonId Person, string DisplayName, int Recordings, int Tracks, int Messages, IReadOnlyList<string> HoldsThatDefer);

    internal sealed class Handler(IReadDb db, PersonNames names) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var person = await db.People.FirstOrDefaultAsync(p => p.Id == query.Person, ct);
            if (person is null)
            {
                return ErasureErrors.PersonNotFound;
            }

            if (person.IsErased)
            {
                return ErasureErrors.AlreadyErased;
            }

            var recordings = await db.Recordings.Where(r => r.Participants.Any(p => p.Person == query.Person)).ToListAsync(ct);
            return new View(
                query.Person, (await names.Of(query.Person, ct)).DisplayName, recordings.Count,
                recordings.Sum(r => r.Tracks.Count(t => t.HasBytes && r.ParticipantOf(query.Person)!.Id == t.Participant)),
                await db.ChatMessages.CountAsync(m => m.Author == query.Person && m.SealedText != null, ct),
                [.. recordings.Where(r => r.IsHeld && r.State != RecordingState.Destroyed).SelectMany(r => r.Holds.Where(h => h.Stands).Select(h => h.CaseReference)).Distinct(StringComparer.Ordinal)]);
        }
    }
}
