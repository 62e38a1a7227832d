using Microsoft.EntityFrameworkCore;

namespace RecordsManager.Application.Consent;

internal static class NoticeVersions
{
    /// <summary>The version that a draft in this language would become.</summary>
    public static async Task<int> NextNoticeVersion(this IReadDb db, string language, CancellationToken ct) =>
        1 + (await db.Notices.Where(n => n.Language == language).MaxAsync(n => (int?)n.Version, ct) ?? 0);
}
