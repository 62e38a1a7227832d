using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Somebody who opened a link gives the code that was mailed to its recipient.</summary>
public static class EnterShareCode
{
    [RepeatsOnConflict]
    [Requires(Permission.None)]
    public sealed record Command(ShareLinkId Link, Guid Browser, string Code) : ICommand<Result<Admission>>;

    internal sealed class Handler(IWriteDb db, ShareCodes codes, TimeProvider clock) : IRequestHandler<Command, Result<Admission>>
    {
        public async Task<Result<Admission>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            if (await db.ShareLink(command.Link, cancellationToken) is not { SealedMail: not null } link || link.StateAt(now) != LinkState.Live)
            {
                return ShareErrors.NotFound;
            }

            var digits = string.Concat(command.Code.Where(char.IsAsciiDigit));
            var right = digits.Length == ShareCode.Digits && link.IsCode(codes.MacOf(link.Id, command.Browser, digits), now);
            if (right)
            {
                link.Admit("code");
            }
            else
            {
                link.Refuse("code");
            }

            return new Admission(right);
        }
    }
}
