using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>What the recipient sees. Only a genuine link comes here: its signature was verified at the edge. Consumes nothing.</summary>
public static class OpenShareLink
{
    [Requires(Permission.None)]
    public sealed record Query(ShareLinkId Link) : IQuery<Result<View>>;

    /// <param name="Dead">Why nothing is played, one of <see cref="PlaybackErrors"/>; null while something is.</param>
    /// <param name="Call">Null when the link is dead or the recording cannot be played: <paramref name="Dead"/> says why.</param>
    public sealed record View(ShareLinkView Link, string Title, Error? Dead, CallView? Call);

    internal sealed class Handler(IReadDb db, ShareLinkViews links, CallViews calls, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var link = await db.ShareLinks.FirstOrDefaultAsync(l => l.Id == query.Link, cancellationToken);
            if (link is null)
            {
                return ShareErrors.NotFound;
            }

            var view = await links.Of(link, cancellationToken);
            var recording = await db.Recordings.FirstAsync(r => r.Id == link.Recording, cancellationToken);
            var dead = PlaybackGate.Refuses(recording, link, clock.GetUtcNow());
            return new View(view, recording.Title, dead, dead is null ? await calls.Of(recording, throughLink: true, cancellationToken) : null);
        }
    }
}
