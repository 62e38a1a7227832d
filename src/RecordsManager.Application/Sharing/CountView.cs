using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>The recipient started to play, and their player says so: that, and not opening the page, is a view.</summary>
public static class CountView
{
    [Requires(Permission.None)]
    public sealed record Command(ShareLinkId Link) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var link = await db.ShareLink(command.Link, cancellationToken);
            if (link is null || await db.Recording(link.Recording, cancellationToken) is not { } recording)
            {
                return ShareErrors.NotFound;
            }

            if (PlaybackGate.Refuses(recording, link, clock.GetUtcNow()) is { } refused)
            {
                return refused;
            }

            link.Viewed(clock.GetUtcNow());
            return Result.Ok;
        }
    }
}
