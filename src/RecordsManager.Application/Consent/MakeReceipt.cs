using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>
/// The receipt of one answer for the person who gave it, signed. Making it again gives the same receipt; it writes only when
/// the organization has no key yet.
/// </summary>
public static class MakeReceipt
{
    /// <param name="Link">Only the own answers of whose it is have receipts for them.</param>
    /// <param name="Site">Of this server, as in <c>https://records.example</c>.</param>
    [Requires(Permission.None)]
    public sealed record Command(MyRecordingsLinkId Link, ConsentEventId Event, string Site) : ICommand<Result<Receipt>>;

    /// <param name="Json">JSON-LD in the shape of ISO/IEC TS 27560, with its signature.</param>
    /// <param name="Terms">In force at the time of the answer.</param>
    /// <param name="Notice">The text that was shown; null where the answer names none.</param>
    public sealed record Receipt(
        string Organization, string CallTitle, ConsentEventId Event, ConsentEventKind Kind, ConsentSpeaker By, DateTimeOffset At, string Method,
        IReadOnlyList<string> Purposes, MediaKinds Media, TermsOfAnswer Terms, int? NoticeVersion, string? Language, NoticeText? Notice, string? NoticeSha256, byte[] Json);

    internal sealed class Handler(IReadDb db, MyRecordingsLinks links, ReceiptKeys keys, RuleBooks rules) : IRequestHandler<Command, Result<Receipt>>
    {
        public async Task<Result<Receipt>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (await links.Open(command.Link, ct) is not { Person: var person }
                || await db.ConsentEvents.FirstOrDefaultAsync(e => e.Id == command.Event && e.Person == person, ct) is not { } happened)
            {
                return ConsentErrors.ReceiptNotFound;
            }

            var recording = await db.Recordings.FirstAsync(r => r.Id == happened.Recording, ct);
            var organization = await db.Organizations.SingleAsync(ct);
            var terms = await TermsOfAnswer.At(db, happened.At, command.Site, ct);
            var notice = await db.Notices.FirstOrDefaultAsync(n => n.Id == happened.Notice, ct);
            var shown = notice?.Shown(happened.Asked);
            var own = recording.FindParticipant(happened.Participant)?.WhereaboutsAt(happened.At)?.Locations ?? [];
            var json = await keys.Sign(ReceiptDocument.Of(happened, recording, organization, terms, notice, shown, own, (await rules.Book(ct)).At(happened.At).Version, command.Site), ct);
            return new Receipt(
                organization.Name, recording.Title, happened.Id, happened.Kind, happened.By, happened.At, happened.Method,
                happened.Purposes, happened.Media, terms, notice?.Version, happened.Language, shown?.Text, happened.NoticeSha256, json);
        }
    }
}
