using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Takes back one purpose of a standing yes, by one click. Without the recording nothing is left to use: taking it back takes back all.</summary>
public static class WithdrawPurpose
{
    /// <param name="Language">BCP 47, of the page on which it was taken back.</param>
    [Requires(Permission.None)]
    public sealed record Command(MyRecordingsLinkId Link, RecordingId Recording, string Purpose, string Language) : ICommand<Result<ConsentEventId>>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Language).MaximumLength(35);
    }

    internal sealed class Handler(IWriteDb db, IReadDb read, MyRecordingsLinks links, ConsentRecorder recorder) : IRequestHandler<Command, Result<ConsentEventId>>
    {
        public async Task<Result<ConsentEventId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var link = await links.Open(command.Link, ct);
            var recording = await db.Recording(command.Recording, ct);
            if (link is null || recording?.ParticipantOf(link.Person) is not { } participant || recording.State == RecordingState.Destroyed)
            {
                return ConsentErrors.MyRecordingsNotFound;
            }

            var said = await read.ConsentEvents.Where(e => e.Recording == recording.Id && e.Participant == participant.Id && e.By != ConsentSpeaker.Guardian).ToListAsync(ct);
            if (StandingAnswer.Of(said) is not { Agrees: true } standing || !standing.Purposes.Contains(command.Purpose, StringComparer.Ordinal))
            {
                return ConsentErrors.NothingToWithdraw;
            }

            IReadOnlyList<string> purposes = command.Purpose == Purpose.Recording ? standing.Purposes : [command.Purpose];
            return await recorder.Record(
                recording, participant.Id, ConsentEventKind.Withdrawn, null, new ConsentEvidence("click", Language: command.Language, Purposes: purposes), ct);
        }
    }
}
