using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>What the recipient sees. Only a genuine link comes here: its signature was verified at the edge. Consumes nothing.</summary>
public static class OpenShareLink
{
    /// <param name="Given">What was asked for and given in this browser.</param>
    /// <param name="SignedInAs">The mail address of who is signed in to the link's organization: theirs needs no code.</param>
    /// <param name="PlayedAt">When the session's last play was counted.</param>
    [Requires(Permission.None)]
    public sealed record Query(ShareLinkId Link, Asked Given = Asked.Passphrase | Asked.Code, string? SignedInAs = null, DateTimeOffset? PlayedAt = null) : IQuery<Result<View>>;

    /// <param name="Dead">Why nothing is played, one of <see cref="PlaybackErrors"/>; null while something is.</param>
    /// <param name="Asks">What has to be given before anything of the call is shown: one thing after the other.</param>
    /// <param name="Call">Null when the link is dead or asks for something, or the recording cannot be played: <paramref name="Dead"/> says why.</param>
    /// <param name="CodeGoesTo">The address, with its name hidden, if a code is asked for.</param>
    public sealed record View(ShareLinkView Link, string Title, Error? Dead, Asked Asks, CallView? Call, string? CodeGoesTo);

    internal sealed class Handler(IReadDb db, ShareLinkViews links, CallViews calls, IOrganizationCipher cipher, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var link = await db.ShareLinks.FirstOrDefaultAsync(l => l.Id == query.Link, cancellationToken);
            if (link is null)
            {
                return ShareErrors.NotFound;
            }

            var view = await links.Of(link, cancellationToken);
            var recording = await db.Recordings.FirstAsync(r => r.Id == link.Recording, cancellationToken);
            if ((PlaybackGate.Refuses(recording, link, now) ?? (link.IsUsedUpFor(query.PlayedAt, recording.DurationNs, now) ? PlaybackErrors.LinkUsedUp : null)) is { } dead)
            {
                return new View(view, recording.Title, dead, Asked.Nothing, null, null);
            }

            var mail = link.SealedMail is { } sealedMail ? Encoding.UTF8.GetString(await cipher.Open(actor.Organization, SealedContexts.ShareMail(link.Id), sealedMail, cancellationToken)) : null;
            var asks = link.PassphraseHash is not null && !query.Given.HasFlag(Asked.Passphrase) ? Asked.Passphrase
                : mail is not null && !query.Given.HasFlag(Asked.Code) && !string.Equals(mail, query.SignedInAs, StringComparison.OrdinalIgnoreCase) ? Asked.Code
                : Asked.Nothing;
            return asks is Asked.Nothing
                ? new View(view, recording.Title, null, asks, await calls.Of(recording, link, cancellationToken), null)
                : new View(view, "", null, asks, null, asks == Asked.Code ? MailAddressText.Masked(mail!) : null);
        }
    }
}
