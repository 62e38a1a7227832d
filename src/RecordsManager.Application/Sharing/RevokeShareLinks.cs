using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Ends links now, all that are named or none; players that are open get no further segment.</summary>
public static class RevokeShareLinks
{
    public const int Most = 1000;

    [RepeatsOnConflict]
    [Requires(Permission.RecordingsShare)]
    public sealed record Command(IReadOnlyCollection<ShareLinkId> Links) : ICommand<Result<Revoked>>;

    /// <param name="Links">How many were live until now.</param>
    public sealed record Revoked(int Links);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Links).Must(l => l.Count <= Most).WithMessage("At most 1000 links at once.");
    }

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result<Revoked>>
    {
        public async Task<Result<Revoked>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (command.Links.Count == 0)
            {
                return ShareErrors.NoneChosen;
            }

            var (now, live) = (clock.GetUtcNow(), 0);
            foreach (var id in command.Links.Distinct())
            {
                if (await db.ShareLink(id, cancellationToken) is not { } link)
                {
                    return ShareErrors.NotFound;
                }

                live += link.StateAt(now) is LinkState.Live or LinkState.Waiting ? 1 : 0;
                link.Revoke(now);
            }

            return new Revoked(live);
        }
    }
}
