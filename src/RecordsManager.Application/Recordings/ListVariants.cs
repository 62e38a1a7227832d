using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>The other sizes in which the composite is made from its beginning to its end, for who may play it.</summary>
public static class ListVariants
{
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link) : IQuery<Result<IReadOnlyList<Variant>>>;

    /// <param name="Height">Pixels.</param>
    public sealed record Variant(int Height, OpenRendition.View View);

    internal sealed class Handler(IReadDb db, PlaybackGate gate, RenditionReader renditions) : IRequestHandler<Query, Result<IReadOnlyList<Variant>>>
    {
        public async Task<Result<IReadOnlyList<Variant>>> Handle(Query query, CancellationToken cancellationToken)
        {
            var opened = await gate.Open(query.Recording, query.Link, cancellationToken);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var heights = await db.Derivatives.Where(d => d.Recording == query.Recording && d.Kind == DerivativeKind.Variant)
                .Select(d => d.Height).Distinct().OrderByDescending(h => h).ToListAsync(cancellationToken);
            List<Variant> variants = [];
            foreach (var height in heights.OfType<int>())
            {
                if (await renditions.Of(opened.Value, DerivativeKind.Variant, participant: null, track: null, height, cancellationToken) is { Failed: false } made)
                {
                    variants.Add(new Variant(height, made.Value));
                }
            }

            return variants;
        }
    }
}
