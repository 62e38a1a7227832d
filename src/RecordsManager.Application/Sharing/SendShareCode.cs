using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>
/// Mails a one-time code to the address that stands with the link, never to one that was typed in. It is sent after the code is written: who asks many times at once gets no
/// more than who asks one after the other.
/// </summary>
public static class SendShareCode
{
    /// <param name="Browser">Where alone the code is good.</param>
    [RepeatsOnConflict]
    [Requires(Permission.None)]
    public sealed record Command(ShareLinkId Link, Guid Browser) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, ShareCodes codes, IOrganizationCipher cipher, IMailer mailer, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        /// <exception cref="MailNotSentException">After the commit: the code stands, and did not arrive.</exception>
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            if (await db.ShareLink(command.Link, cancellationToken) is not { SealedMail: { } sealedMail } link || link.StateAt(now) != LinkState.Live)
            {
                return ShareErrors.NotFound;
            }

            if (!mailer.IsSetUp)
            {
                return ShareErrors.MailNotSetUp;
            }

            var digits = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);
            var sent = link.SendCode(codes.MacOf(link.Id, command.Browser, digits), now);
            if (sent.Failed)
            {
                return sent;
            }

            var to = Encoding.UTF8.GetString(await cipher.Open(actor.Organization, SealedContexts.ShareMail(link.Id), sealedMail, cancellationToken));
            work.AfterCommit(ct => mailer.Send(new Mail(to, "Your code for a shared recording", Words(digits)), ct));
            return Result.Ok;
        }

        private static string Words(string digits) =>
            $"Your code: {digits[..4]} {digits[4..]}\n\nIt opens the recording that was shared with you, once, within ten minutes, in the browser in which you asked for it.\nIf you did not ask for it, ignore this mail; nobody can watch without the code.\n";
    }
}
