using System.Net;
using System.Net.Mail;
using RecordsManager.Application.Sharing;

namespace RecordsManager.Web.Hosting;

/// <param name="PasswordFile">Holds nothing but the password; read for each mail.</param>
/// <param name="IsEncrypted">STARTTLS; nothing is sent where the server does not offer it.</param>
public sealed record SmtpOptions(string Host, int Port, string From, string? User, string? PasswordFile, bool IsEncrypted);

/// <summary>SMTP with what .NET brings. It speaks no implicit TLS (port 465).</summary>
/// <param name="options">Null: no mail is sent.</param>
internal sealed class SmtpMailer(SmtpOptions? options) : IMailer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public bool IsSetUp => options is not null;

    public async Task Send(Mail mail, CancellationToken ct)
    {
        var smtp = options ?? throw new InvalidOperationException("No mail server is set up.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.IsEncrypted };
            if (smtp.User is { Length: > 0 } user)
            {
                client.Credentials = new NetworkCredential(user, smtp.PasswordFile is { Length: > 0 } file ? (await File.ReadAllTextAsync(file, ct)).Trim() : "");
            }

            using var message = new MailMessage(smtp.From, mail.To, mail.Subject, mail.Text);
            message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday notice answers it
            await client.SendMailAsync(message, patience.Token);
        }
        catch (Exception failure) when (failure is SmtpException or OperationCanceledException or IOException or InvalidOperationException or FormatException)
        {
            throw new MailNotSentException(failure);
        }
    }
}
