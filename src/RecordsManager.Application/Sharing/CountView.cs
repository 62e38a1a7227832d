using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>
/// The recipient started to play, and their player says so: that, and not opening the page, is a view. Who starts again within the same play
/// has not viewed it again.
/// </summary>
public static class CountView
{
    /// <param name="Session">As the ledger names it.</param>
    /// <param name="PlayedAt">When the session's last play was counted.</param>
    [RepeatsOnConflict]
    [Requires(Permission.None)]
    public sealed record Command(ShareLinkId Link, string? Session = null, DateTimeOffset? PlayedAt = null) : ICommand<Result<Counted>>;

    /// <param name="PlayedAt">When the play began that goes on now.</param>
    public sealed record Counted(DateTimeOffset PlayedAt);

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result<Counted>>
    {
        public async Task<Result<Counted>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var link = await db.ShareLink(command.Link, cancellationToken);
            if (link is null || await db.Recording(link.Recording, cancellationToken) is not { } recording)
            {
                return ShareErrors.NotFound;
            }

            if (PlaybackGate.Refuses(recording, link, now) is { } refused)
            {
                return refused;
            }

            if (link.GoesOn(command.PlayedAt, recording.DurationNs, now))
            {
                return new Counted(command.PlayedAt!.Value);
            }

            if (link.IsUsedUpFor(command.PlayedAt, recording.DurationNs, now))
            {
                return PlaybackErrors.LinkUsedUp;
            }

            link.Viewed(now, command.Session);
            return new Counted(now);
        }
    }
}
