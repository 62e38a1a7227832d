namespace RecordsManager.Application.Sharing;

/// <summary>Sends mail, where the installation says through whom.</summary>
public interface IMailer
{
    bool IsSetUp { get; }

    /// <exception cref="MailNotSentException">Nobody took it; the message names no address.</exception>
    Task Send(Mail mail, CancellationToken ct);
}

public sealed record Mail(string To, string Subject, string Text);

public sealed class MailNotSentException(Exception inner) : Exception("The mail could not be sent.", inner);
