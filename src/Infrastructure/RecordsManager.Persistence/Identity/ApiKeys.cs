using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Persistence.Model;

namespace RecordsManager.Persistence.Identity;

/// <summary>
/// <c>rmk_live_{8}_{43}</c>: a public part to look it up by and 256 random bits, both base62. Only the secret's SHA-256 is
/// kept; with that entropy a slow hash would add nothing.
/// </summary>
public sealed class ApiKeys(RecordsDb db, SignInDirectory directory, RememberedKeys remembered, ICurrentActor actor, TimeProvider clock)
{
    private const string Start = "rmk_live_";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Makes a key of the current organization; the text is shown once and not kept.</summary>
    public string Create(string name, string role, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow();
        var id = RandomNumberGenerator.GetString(Base62, 8);
        var secret = RandomNumberGenerator.GetString(Base62, 43);
        db.Add(new ApiKeyRow
        {
            Id = id,
            Organization = actor.Organization,
            Name = name,
            SecretSha256 = SHA256.HashData(Encoding.ASCII.GetBytes(secret)),
            Role = role,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        });
        return $"{Start}{id}_{secret}";
    }

    /// <summary>Enters the scope for the key's organization.</summary>
    /// <returns>False for anything but a live key.</returns>
    public async Task<bool> TryEnter(string text, CancellationToken ct)
    {
        if (!text.StartsWith(Start, StringComparison.Ordinal) || text.Length != Start.Length + 8 + 1 + 43 || text[Start.Length + 8] != '_')
        {
            return false;
        }

        var id = text.Substring(Start.Length, 8);
        var secret = SHA256.HashData(Encoding.ASCII.GetBytes(text[(Start.Length + 9)..]));
        var now = clock.GetUtcNow();
        if (remembered.Find(id) is { } known && IsLive(known, secret, now))
        {
            actor.Enter(known.Organization, $"key_{id}", Roles.Of(known.Role));
            return true;
        }

        if (await directory.OrganizationOfApiKey(id, ct) is not { } organization)
        {
            return false;
        }

        // Entering without any permission lets the database show the key's row, and nothing be done with it yet.
        actor.Enter(organization, $"key_{id}", new HashSet<Permission>());
        var before = remembered.Before(organization);
        var row = await db.Set<ApiKeyRow>().AsNoTracking().FirstOrDefaultAsync(k => k.Id == id, ct);
        if (row is null || !IsLive(row, secret, now))
        {
            return false;
        }

        actor.Enter(organization, $"key_{id}", Roles.Of(row.Role));
        remembered.Keep(row, before);
        if (row.LastUsedAt is null || now - row.LastUsedAt > TimeSpan.FromMinutes(1))
        {
            await db.Set<ApiKeyRow>().Where(k => k.Id == id).ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, now), ct);
        }

        return true;
    }

    private static bool IsLive(ApiKeyRow row, byte[] secret, DateTimeOffset now) =>
        row.RevokedAt is null && now < row.ExpiresAt && CryptographicOperations.FixedTimeEquals(row.SecretSha256, secret);
}
