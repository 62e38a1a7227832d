using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Persistence.Model;

namespace RecordsManager.Persistence;

/// <param name="RequestSha256">Of method, path and body: the same key with another request is a mistake.</param>
public sealed record IdempotentAnswer(byte[] RequestSha256, int Status, string? Location, byte[] Body);

/// <summary>Remembers for a day what a request with an Idempotency-Key was answered.</summary>
public sealed class IdempotentAnswers(RecordsDb db, IOrganizationCipher cipher, ICurrentActor actor, TimeProvider clock)
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    public async Task<IdempotentAnswer?> Find(string key, CancellationToken ct)
    {
        var oldest = clock.GetUtcNow() - Memory;
        await db.Set<IdempotentAnswerRow>().Where(a => a.AnsweredAt < oldest).ExecuteDeleteAsync(ct);
        var row = await db.Set<IdempotentAnswerRow>().AsNoTracking().FirstOrDefaultAsync(a => a.Organization == actor.Organization && a.Key == key, ct);
        return row is null
            ? null
            : new IdempotentAnswer(row.RequestSha256, row.Status, row.Location, await cipher.Open(actor.Organization, SealedContexts.IdempotentAnswer(key), row.SealedBody, ct));
    }

    public async Task Keep(string key, IdempotentAnswer answer, CancellationToken ct)
    {
        db.Add(new IdempotentAnswerRow
        {
            Organization = actor.Organization,
            Key = key,
            RequestSha256 = answer.RequestSha256,
            Status = answer.Status,
            Location = answer.Location,
            SealedBody = await cipher.Seal(actor.Organization, SealedContexts.IdempotentAnswer(key), answer.Body, ct),
            AnsweredAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
    }
}
