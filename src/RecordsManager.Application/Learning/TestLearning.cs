using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Learning;

/// <summary>Whether the store answers, and takes the key. Nothing of anybody is sent.</summary>
public static class TestLearning
{
    [Requires(Permission.PolicyWrite)]
    public sealed record Query : IQuery<Result<LrsAnswer>>;

    internal sealed class Handler(IReadDb db, ILearningRecordStore lrs, LearningAccess access) : IRequestHandler<Query, Result<LrsAnswer>>
    {
        public async Task<Result<LrsAnswer>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.LearningStores.FirstOrDefaultAsync(cancellationToken) is not { } store ? LearningErrors.Off
            : await access.To(store, cancellationToken) is { } opened ? await lrs.Try(opened, cancellationToken)
            : LearningErrors.SecretMissing;
    }
}
