using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>What do we say when we ask? Every version in every language, the drafts, and what they do not say yet.</summary>
public static class ListNotices
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query : IQuery<View>;

    /// <param name="Published">By language, the newest version first.</param>
    public sealed record View(IReadOnlyList<Row> Published, IReadOnlyList<Row> Drafts);

    /// <param name="Version">Null: a draft.</param>
    /// <param name="At">When it was published, or last changed.</param>
    /// <param name="InForce">It is what is shown now.</param>
    /// <param name="Missing">Of the ten points; null where the advice does not know the language.</param>
    /// <param name="Spoken">Read out on the telephone; null where there is nothing to read out.</param>
    public sealed record Row(
        NoticeId Id, int? Version, string Language, string Title, string Body, IReadOnlyList<NoticePart> Parts, string Sha256, DateTimeOffset At, bool InForce, IReadOnlyList<NoticePoint>? Missing,
        string? Spoken, IReadOnlyList<NoticePoint>? MissingSpoken);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var notices = await db.Notices.OrderBy(n => n.Language).ThenByDescending(n => n.Version).ToListAsync(cancellationToken);
            var drafts = await db.NoticeDrafts.OrderBy(d => d.Language).ToListAsync(cancellationToken);
            return new View(
                [.. notices.GroupBy(n => n.Language).SelectMany(versions => versions.Select((n, age) => Of(n.Id, n.Version, n.Shown(null), n.PublishedAt, age == 0)))],
                drafts.ConvertAll(d => Of(d.Id, null, d.Shown(1 + notices.Where(n => n.Language == d.Language).Max(n => (int?)n.Version).GetValueOrDefault()), d.ChangedAt, false)));
        }

        private static Row Of(NoticeId id, int? version, ShownNotice shown, DateTimeOffset at, bool inForce) =>
            new(id, version, shown.Language, shown.Text.Title, shown.Text.Body, shown.Text.Parts, shown.Sha256, at, inForce, NoticeAdvice.Missing(shown.Language, shown.Text),
                shown.Text.Spoken, NoticeAdvice.MissingSpoken(shown.Language, shown.Text));
    }
}
