using System.Text;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

public sealed record ShareLinkView(
    ShareLinkId Id, RecordingId Recording, string Recipient, string SharedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, LinkState State, int Views, DateTimeOffset? LastViewedAt, DateTimeOffset? RevokedAt);

internal sealed class ShareLinkViews(IReadDb db, IOrganizationCipher cipher, ICurrentActor actor, TimeProvider clock)
{
    public async Task<IReadOnlyList<ShareLinkView>> Of(RecordingId recording, CancellationToken ct)
    {
        var links = await db.ShareLinks.Where(l => l.Recording == recording).OrderByDescending(l => l.CreatedAt).ToListAsync(ct);
        List<ShareLinkView> views = [];
        foreach (var link in links)
        {
            views.Add(await Of(link, ct));
        }

        return views;
    }

    public async Task<ShareLinkView> Of(ShareLink link, CancellationToken ct) => new(
        link.Id, link.Recording,
        Encoding.UTF8.GetString(await cipher.Open(actor.Organization, SealedContexts.ShareRecipient(link.Id), link.SealedRecipient, ct)),
        Encoding.UTF8.GetString(await cipher.Open(actor.Organization, SealedContexts.ShareSharer(link.Id), link.SealedSharer, ct)),
        link.CreatedAt, link.ExpiresAt, link.StateAt(clock.GetUtcNow()), link.Views, link.LastViewedAt, link.RevokedAt);
}
