using RecordsManager.Application.Sharing;

namespace RecordsManager.ProductSupport;

/// <summary>Mail of a workbench: kept, not sent.</summary>
public sealed class Mailbox : IMailer
{
    private readonly List<Mail> _mails = [];

    public bool IsSetUp { get; set; } = true;

    public IReadOnlyList<Mail> Mails => _mails;

    public Task Send(Mail mail, CancellationToken ct)
    {
        lock (_mails)
        {
            _mails.Add(mail);
        }

        return Task.CompletedTask;
    }
}
