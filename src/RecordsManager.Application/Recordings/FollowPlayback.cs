using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>What an open player has to know of its recording: whether what it plays is still what may be played.</summary>
public static class FollowPlayback
{
    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link) : IQuery<Result<View>>;

    /// <param name="Version">Grows with every change of what may be played.</param>
    /// <param name="Withdrawn">The version that the last withdrawal of a consent made; 0: none did.</param>
    /// <param name="Ready">That version can be heard, and the playlists answer with it.</param>
    /// <param name="Whole">Its picture is made too.</param>
    /// <param name="Picture">How far its picture is, per cent.</param>
    /// <param name="Shows">What the link shows, as <see cref="ShareLink.Shows"/> says it; empty for somebody signed in.</param>
    public sealed record View(int Version, int Withdrawn, bool Ready, bool Whole, int Picture, string Shows);

    internal sealed class Handler(IReadDb db, PlaybackGate gate) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var opened = await gate.Open(query.Recording, query.Link, cancellationToken);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var (recording, link) = opened.Value;
            var derivatives = await db.Derivatives.Where(d => d.Recording == recording.Id && d.Kind != DerivativeKind.Variant).ToListAsync(cancellationToken); // nobody waits for those, and they are many
            var readiness = CallViews.ReadinessOf(recording, derivatives, link);
            return new View(
                recording.PlayVersion, query.Link is null ? recording.WithdrawnVersion : recording.UnsharedVersion,
                readiness != Readiness.Nothing, readiness == Readiness.Whole, (int)(100 * CallViews.PictureOf(recording, derivatives, link)), link?.Shows() ?? "");
        }
    }
}
