using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Ends a link now; a player that is open gets no further segment.</summary>
public static class RevokeShareLink
{
    [Requires(Permission.RecordingsShare)]
    public sealed record Command(ShareLinkId Link) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var link = await db.ShareLink(command.Link, cancellationToken);
            if (link is null)
            {
                return ShareErrors.NotFound;
            }

            link.Revoke(clock.GetUtcNow());
            return Result.Ok;
        }
    }
}
