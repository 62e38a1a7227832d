using System.Text;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <param name="Part">What plays; null: all of it.</param>
/// <param name="Asked">The part that was asked for; up to the end where it ends with <see cref="Stretch.Always"/>.</param>
/// <param name="Shows">As <see cref="ShareLink.Shows"/>.</param>
/// <param name="Speakers">Who alone is played; empty: everybody who agreed to sharing.</param>
/// <param name="Reason">For the organization, not for the recipient.</param>
public sealed record ShareLinkView(
    ShareLinkId Id, RecordingId Recording, string Recipient, string SharedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, LinkState State, int Views, DateTimeOffset? LastViewedAt, DateTimeOffset? RevokedAt,
    DateTimeOffset? StartsAt, int? PlaysAllowed, Span? Part, bool WithoutChat, bool AllowsDownload, string? Reason, bool AsksPassphrase, bool AsksCode, Stretch? Asked, string Shows, IReadOnlyList<SharedSpeaker> Speakers);

public sealed record SharedSpeaker(ParticipantId Participant, string DisplayName);

internal sealed class ShareLinkViews(IReadDb db, PersonNames names, IOrganizationCipher cipher, ICurrentActor actor, TimeProvider clock)
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
        await Open(SealedContexts.ShareRecipient(link.Id), link.SealedRecipient, ct),
        await Open(SealedContexts.ShareSharer(link.Id), link.SealedSharer, ct),
        link.CreatedAt, link.ExpiresAt, link.StateAt(clock.GetUtcNow()), link.Views, link.LastViewedAt, link.RevokedAt,
        link.StartsAt, link.PlaysAllowed, link.Range is { } part ? Span.Of(part) : null, link.WithoutChat, link.AllowsDownload,
        link.SealedReason is { } reason ? await Open(SealedContexts.ShareReason(link.Id), reason, ct) : null,
        link.PassphraseHash is not null, link.SealedMail is not null, link.Asked, link.Shows(),
        link.Speakers.Count == 0 ? [] : await Speakers(link, ct));

    private async Task<IReadOnlyList<SharedSpeaker>> Speakers(ShareLink link, CancellationToken ct)
    {
        var recording = await db.Recordings.FirstAsync(r => r.Id == link.Recording, ct);
        var speakers = recording.Participants.Where(p => link.Plays(p.Id)).OrderBy(p => p.Ordinal).ToList();
        var people = await names.Of(speakers.Select(p => p.Person), ct);
        return [.. speakers.Select(p => new SharedSpeaker(p.Id, people[p.Person].DisplayName))];
    }

    private async Task<string> Open(string context, byte[] value, CancellationToken ct) => Encoding.UTF8.GetString(await cipher.Open(actor.Organization, context, value, ct));
}
