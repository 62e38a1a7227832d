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
/// external id finds the consents that were given meanwhile.
/// </summary>
public static class AnnounceCall
{
    /// <param name="StartsAt">Zero of the timeline; null leaves it to the first delivery.</param>
    [Requires(Permission.ConsentWrite)]
    public sealed record Command(string Source, string ExternalId, string Conversation, string Title, DateTimeOffset? StartsAt) : ICommand<Result<RecordingId>>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Source).NotEmpty().MaximumLength(64);
            RuleFor(c => c.ExternalId).NotEmpty().MaximumLength(256);
            RuleFor(c => c.Conversation).NotEmpty().MaximumLength(256);
            RuleFor(c => c.Title).NotEmpty().MaximumLength(256);
        }
    }

    internal sealed class Handler(IWriteDb db, CallDirectory calls) : IRequestHandler<Command, Result<RecordingId>>
    {
        public async Task<Result<RecordingId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var known = await db.RecordingByExternalId(command.Source, command.ExternalId, cancellationToken);
            if (known is not null)
            {
                return known.Id;
            }

            var recording = await calls.Open(
                command.Source, command.ExternalId, command.Conversation, command.Title, command.StartsAt, cancellationToken);
            return recording.Id;
        }
    }
}
