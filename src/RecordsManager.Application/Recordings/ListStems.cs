using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>Whose voice can be heard alone: the stems that are made, of who may be played.</summary>
public static class ListStems
{
    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link) : IQuery<Result<View>>;

    /// <param name="Stems">In the order in which they joined.</param>
    public sealed record View(IReadOnlyList<Stem> Stems);

    public sealed record Stem(ParticipantId Participant, string DisplayName);

    internal sealed class Handler(IReadDb db, PlaybackGate gate, PersonNames names) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var opened = await gate.Open(query.Recording, query.Link, cancellationToken);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var (recording, link) = opened.Value;
            if (recording.PlannedVersion != recording.PlayVersion)
            {
                return new View([]);
            }

            var made = await db.Derivatives
                .Where(d => d.Recording == recording.Id && d.Kind == DerivativeKind.Stem && d.State == DerivativeState.Ready)
                .Select(d => d.Participant)
                .ToListAsync(cancellationToken);
            var playable = opened.Value.Playable.Select(t => t.Participant).ToHashSet();
            var heard = recording.Participants.Where(p => made.Contains(p.Id) && playable.Contains(p.Id) && (link?.Range is not { } part || CallViews.IsIn(part, recording, p))).OrderBy(p => p.Ordinal).ToList();
            var people = await names.Of(heard.Select(p => p.Person), cancellationToken);
            return new View([.. heard.Select(p => new Stem(p.Id, people[p.Person].DisplayName))]);
        }
    }
}
