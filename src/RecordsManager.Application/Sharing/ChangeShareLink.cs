using MediatR;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Other conditions for a link that is out already: whoever plays through it meets them within a segment.</summary>
public static class ChangeShareLink
{
    [RepeatsOnConflict]
    [Requires(Permission.RecordingsShare)]
    public sealed record Command(ShareLinkId Link, Conditions Under) : ICommand<Result<Changed>>;

    /// <summary>All that can be changed: what is not said is no condition.</summary>
    /// <param name="ExpiresAt">Null: as it is.</param>
    /// <param name="StartsAt">Not before; null: at once.</param>
    /// <param name="Plays">How often at most, with those that there were; null: as often as they like.</param>
    /// <param name="Part">Of the timeline; it is widened to whole fragments.</param>
    /// <param name="AllowsDownload">Only who may take files themselves can begin to allow it.</param>
    /// <param name="Reason">For the organization, not for the recipient.</param>
    public sealed record Conditions(
        DateTimeOffset? ExpiresAt = null, DateTimeOffset? StartsAt = null, int? Plays = null, Stretch? Part = null, bool WithoutChat = false, string? Reason = null, bool AllowsDownload = false);

    /// <param name="Part">What really plays; null: all of it.</param>
    /// <param name="Was">What takes the change back.</param>
    public sealed record Changed(DateTimeOffset ExpiresAt, Stretch? Part, Conditions Was);

    internal sealed class Handler(IWriteDb db, SharedParts parts, ShareTermsSeal seal, TimeProvider clock) : IRequestHandler<Command, Result<Changed>>
    {
        public async Task<Result<Changed>> Handle(Command command, CancellationToken cancellationToken)
        {
            var (ct, under) = (cancellationToken, command.Under);
            if (await db.ShareLink(command.Link, ct) is not { } link || await db.Recording(link.Recording, ct) is not { } recording)
            {
                return ShareErrors.NotFound;
            }

            var expiresAt = under.ExpiresAt ?? link.ExpiresAt;
            if (under.AllowsDownload && (under.Plays is not null || link.Speakers.Count > 0))
            {
                return under.Plays is not null ? ShareErrors.DownloadHasNoPlays : ShareErrors.DownloadHasEverybody;
            }

            if (seal.Refuses(new CreateShareLink.Conditions(under.StartsAt, under.Plays, Reason: under.Reason, AllowsDownload: under.AllowsDownload && !link.AllowsDownload), expiresAt) is { } wrong)
            {
                return wrong;
            }

            var (asked, range) = (SharedParts.Asked(under.Part), link.Range);
            if (asked != SharedParts.Asked(link.Asked))
            {
                var widened = asked is { } part ? await parts.Widen(recording, part, link.Speakers, ct) : (Result<Stretch>?)null;
                if (widened?.Error is { } refused)
                {
                    return refused;
                }

                range = widened?.Value;
            }

            var reason = await seal.Reason(link, ct);
            var was = new Conditions(link.ExpiresAt, link.StartsAt, link.PlaysAllowed, link.Asked, link.WithoutChat, reason, link.AllowsDownload);
            var wanted = string.IsNullOrWhiteSpace(under.Reason) ? null : under.Reason.Trim();
            var changed = link.Change(
                link.Terms() with
                {
                    ExpiresAt = expiresAt,
                    StartsAt = under.StartsAt,
                    MostPlays = under.Plays,
                    Range = range,
                    Asked = asked,
                    WithoutChat = under.WithoutChat,
                    AllowsDownload = under.AllowsDownload,
                    SealedReason = wanted == reason ? link.SealedReason : wanted is null ? null : await seal.Seal(SealedContexts.ShareReason(link.Id), wanted, ct),
                },
                clock.GetUtcNow());
            return changed.Error is { } over ? over : new Changed(expiresAt, range, was);
        }
    }
}
