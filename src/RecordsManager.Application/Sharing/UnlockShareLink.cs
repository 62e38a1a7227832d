using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>Somebody who opened a link gives its passphrase. A wrong one is counted: ten in a row shut the link.</summary>
public static class UnlockShareLink
{
    [RepeatsOnConflict]
    [Requires(Permission.None)]
    public sealed record Command(ShareLinkId Link, string Passphrase) : ICommand<Result<Admission>>;

    internal sealed class Handler(IWriteDb db, TimeProvider clock) : IRequestHandler<Command, Result<Admission>>
    {
        public async Task<Result<Admission>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await db.ShareLink(command.Link, cancellationToken) is not { PassphraseHash: { } hash } link || link.StateAt(clock.GetUtcNow()) != LinkState.Live)
            {
                return ShareErrors.NotFound;
            }

            var right = command.Passphrase.Length <= Passphrase.Longest && Passphrase.IsRight(command.Passphrase, hash);
            if (right)
            {
                link.Admit("passphrase"); // written also when it is right, so that of many who try at once none overtakes the count
            }
            else
            {
                link.Refuse("passphrase");
            }

            return new Admission(right);
        }
    }
}

/// <param name="IsRight">What was asked for was given. A wrong try is no refusal of the command: it has to be written.</param>
public sealed record Admission(bool IsRight);
