using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>
/// The product says that a call will be recorded, before or while it happens. The delivery with the same source and
/// external id finds the consents that were given meanwhile. Announcing again says more of the same call.
/// </summary>
public static class AnnounceCall
{
    private const int MostParticipants = 500;

    /// <param name="StartsAt">Zero of the timeline; null leaves it to the first delivery.</param>
    [RepeatsOnConflict]
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(string Source, string ExternalId, string Conversation, string Title, DateTimeOffset? StartsAt) : ICommand<Result<RecordingId>>
    {
        /// <summary>What the call is; null says nothing.</summary>
        public CallMedium? Medium { get; init; }

        /// <summary>ISO 3166-1 or 3166-2 of where the recording is made.</summary>
        public string? RecordedIn { get; init; }

        public IReadOnlyList<string>? Purposes { get; init; }

        /// <summary>Words of <see cref="CallFeature"/>.</summary>
        public IReadOnlyList<string>? Features { get; init; }

        /// <summary>Who is invited; each is asked by a consent page of their own. They are in the call once they join.</summary>
        public IReadOnlyList<CallParticipant> Participants { get; init; } = [];

        /// <summary>The identity of one of them: who calls or hosts.</summary>
        public string? Initiator { get; init; }
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Source).NotEmpty().MaximumLength(64);
            RuleFor(c => c.ExternalId).NotEmpty().MaximumLength(256);
            RuleFor(c => c.Conversation).NotEmpty().MaximumLength(256);
            RuleFor(c => c.Title).NotEmpty().MaximumLength(256);
            RuleFor(c => c.RecordedIn).Must(place => place is null || PlaceRules.IsPlace(place)).WithMessage("The place is an ISO 3166-1 or 3166-2 code.");
            RuleFor(c => c.Purposes).Must(p => p is null || (p.Count is > 0 and <= 16 && p.All(word => word.Length is > 0 and <= 32)))
                .WithMessage("Purposes are 1 to 16 words of at most 32 characters.");
            RuleFor(c => c.Features).Must(f => f is null || f.All(CallFeature.All.Contains)).WithMessage("Features are transcription, ai and voiceprint.");
            RuleFor(c => c.Participants).Must(p => p.Count <= MostParticipants).WithMessage("At most 500 participants.");
            RuleForEach(c => c.Participants).SetValidator(new CallParticipantValidator());
            RuleFor(c => c.Initiator).Must((c, who) => who is null || c.Participants.Any(p => p.Identity == who)).WithMessage("The initiator is the identity of one of the participants.");
        }
    }

    internal sealed class Handler(IWriteDb db, CallDirectory calls, ConsentInvitations invitations, TimeProvider clock) : IRequestHandler<Command, Result<RecordingId>>
    {
        public async Task<Result<RecordingId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.RecordingByExternalId(command.Source, command.ExternalId, cancellationToken)
                ?? await calls.Open(command.Source, command.ExternalId, command.Conversation, command.Title, command.StartsAt, cancellationToken);
            var now = clock.GetUtcNow();
            recording.IsAnnounced(now);
            recording.IsCall(command.Medium ?? recording.Medium, command.RecordedIn ?? recording.RecordedIn, command.Purposes, command.Features);
            List<Participant> invited = [];
            foreach (var given in command.Participants)
            {
                var participant = await calls.Expect(recording, given, now, now, cancellationToken);
                invited.Add(participant);
                if (given.Identity == command.Initiator)
                {
                    recording.IsInitiatedBy(participant);
                }
            }

            await invitations.Ask(recording, invited, cancellationToken);
            return recording.Id;
        }
    }
}
