using System.Text;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>What is asked of a link, checked and sealed.</summary>
internal sealed class ShareTermsSeal(IOrganizationCipher cipher, IMailer mailer, ICurrentActor actor)
{
    /// <returns>Null: a link can be made under them.</returns>
    public Error? Refuses(CreateShareLink.Conditions under, DateTimeOffset expiresAt)
    {
        return under.StartsAt > expiresAt.AddMinutes(-1) ? ShareErrors.StartOutOfRange
            : under.Plays is < 1 or > ShareLink.MostPlays ? ShareErrors.PlaysOutOfRange
            : under is { AllowsDownload: true, Plays: not null } ? ShareErrors.DownloadHasNoPlays
            : under is { AllowsDownload: true, Speakers.Count: > 0 } ? ShareErrors.DownloadHasEverybody
            : under.AllowsDownload && !actor.May(Permission.RecordingsDownload) ? ShareErrors.DownloadNotYours
            : under.Reason is { Length: > 500 } ? ShareErrors.ReasonTooLong
            : Said(under.Passphrase) && under.Passphrase!.Trim().Length is < Passphrase.Shortest or > Passphrase.Longest ? ShareErrors.PassphraseOutOfRange
            : !Said(under.Mail) ? null
            : MailAddressText.Parse(under.Mail!) is null ? ShareErrors.MailMalformed
            : mailer.IsSetUp ? null : ShareErrors.MailNotSetUp;
    }

    public async Task<ShareTerms> Terms(ShareLinkId id, DateTimeOffset expiresAt, CreateShareLink.Conditions under, Stretch? part, CancellationToken ct) => new(
        expiresAt, under.StartsAt, under.Plays, part, SharedParts.Asked(under.Part), under.WithoutChat, under.AllowsDownload,
        Said(under.Reason) ? await Seal(SealedContexts.ShareReason(id), under.Reason!, ct) : null,
        Said(under.Mail) ? await Seal(SealedContexts.ShareMail(id), under.Mail!, ct) : null,
        Said(under.Passphrase) ? Passphrase.Hash(under.Passphrase!) : null,
        under.Speakers is { } speakers ? [.. speakers.Distinct()] : null);

    /// <returns>Null: none was given.</returns>
    public async Task<string?> Reason(ShareLink link, CancellationToken ct) =>
        link.SealedReason is { } reason ? Encoding.UTF8.GetString(await cipher.Open(actor.Organization, SealedContexts.ShareReason(link.Id), reason, ct)) : null;

    public Task<byte[]> Seal(string context, string text, CancellationToken ct) => cipher.Seal(actor.Organization, context, Encoding.UTF8.GetBytes(text.Trim()), ct);

    private static bool Said(string? text) => !string.IsNullOrWhiteSpace(text);
}
