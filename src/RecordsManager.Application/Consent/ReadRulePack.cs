using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>The text of a rule pack, as it decides: to check it, to test policies against it, or to make the next one from it.</summary>
public static class ReadRulePack
{
    [Requires(Permission.PolicyRead)]
    public sealed record Query(int Number) : IQuery<Result<View>>;

    public sealed record View(string Version, string Sha256, string Document);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.RulePacks.Where(p => p.Number == query.Number).Select(p => new View(p.Version, p.Sha256, p.Document)).FirstOrDefaultAsync(cancellationToken) is { } view
                ? view
                : RuleErrors.NotFound;
    }
}
