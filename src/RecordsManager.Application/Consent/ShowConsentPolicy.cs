using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>What do we ask of whom: every place's rule, our terms beside them, and our words.</summary>
public static class ShowConsentPolicy
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query(string? Search = null) : IQuery<View>;

    public sealed record View(string PackVersion, string EstablishedIn, IReadOnlyList<JurisdictionRule> Rules, IReadOnlyList<NoticeView> Notices, int Version, DateTimeOffset? InForceSince, PolicyTerms Terms);

    public sealed record NoticeView(int Version, string Language, string Title, string Body, string Sha256);

    internal sealed class Handler(IReadDb db, RuleBooks books, TimeProvider clock) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query query, CancellationToken cancellationToken)
        {
            var pack = (await books.Book(cancellationToken)).At(clock.GetUtcNow());
            var establishedIn = await db.Organizations.Select(o => o.EstablishedIn).SingleAsync(cancellationToken);
            var notices = (await db.Notices.OrderBy(n => n.Language).ThenByDescending(n => n.Version).ToListAsync(cancellationToken))
                .ConvertAll(n => new NoticeView(n.Version, n.Language, n.Title, string.Join('\n', [n.Body, .. n.Parts.Select(p => p.Text)]), n.Sha256));
            var policy = await db.ConsentPolicies.OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancellationToken);
            var rules = pack.Rules.Values
                .Where(r => string.IsNullOrWhiteSpace(query.Search)
                    || r.Name.Contains(query.Search.Trim(), StringComparison.OrdinalIgnoreCase)
                    || r.Code.StartsWith(query.Search.Trim(), StringComparison.OrdinalIgnoreCase))
                .OrderBy(r => r.Code, StringComparer.Ordinal);
            return new View(pack.Version, establishedIn, [.. rules], notices, policy?.Version ?? 0, policy?.InForceSince, policy?.Terms ?? new PolicyTerms());
        }
    }
}
