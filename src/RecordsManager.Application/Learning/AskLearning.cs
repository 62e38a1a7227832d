using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Learning;

/// <summary>Whether the player asks who watches, and what they answered before.</summary>
public static class AskLearning
{
    [Requires(Permission.None)]
    public sealed record Query : IQuery<View?>;

    /// <param name="Organization">Its name: who asks.</param>
    /// <param name="Host">Where it would go.</param>
    /// <param name="HasAgreed">Null: they have not answered.</param>
    public sealed record View(string Organization, string Host, bool? HasAgreed);

    internal sealed class Handler(IReadDb db, ICurrentActor actor) : IRequestHandler<Query, View?>
    {
        public async Task<View?> Handle(Query query, CancellationToken cancellationToken)
        {
            if (!LearningDesk.CanBeAsked(actor) || await db.LearningStores.FirstOrDefaultAsync(s => s.IsOn, cancellationToken) is not { } store)
            {
                return null;
            }

            var viewer = actor.Id;
            var answers = await db.LearningViewers.Where(v => v.Viewer == viewer).Select(v => v.HasAgreed).ToListAsync(cancellationToken);
            return new View(await db.Organizations.Select(o => o.Name).SingleAsync(cancellationToken), store.Host, answers.Count == 0 ? null : answers[0]);
        }
    }
}
