using FluentValidation;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>Writes the next version of a notice in one language. Nobody is asked with it before it is published.</summary>
public static class DraftNotice
{
    /// <param name="Language">BCP 47.</param>
    /// <param name="Parts">What is said of each purpose; a purpose without words is not asked for.</param>
    /// <param name="Spoken">Read out on the telephone: a few sentences.</param>
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(string Language, string Title, string Body, IReadOnlyList<NoticePart> Parts, string? Spoken = null) : ICommand<Result<Drafted>>;

    /// <param name="Sha256">Of the text with its language, purposes and the version it would become; to publish, name it.</param>
    /// <param name="Missing">Points for which no words were found; null where the language is not known to the advice.</param>
    /// <param name="MissingSpoken">The same of the spoken text.</param>
    public sealed record Drafted(NoticeId Id, string Sha256, IReadOnlyList<NoticePoint>? Missing, IReadOnlyList<NoticePoint>? MissingSpoken);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Language).MaximumLength(35).Matches("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$").WithMessage("The language is a BCP 47 tag such as en or de-CH.");
            RuleFor(c => c.Title).NotEmpty().MaximumLength(200);
            RuleFor(c => c.Body).NotEmpty().MaximumLength(8_000);
            RuleFor(c => c.Spoken).MaximumLength(1_000).WithMessage("What is read out has at most 1,000 characters: about a minute.");
            RuleFor(c => c.Parts).Must(p => p.Count <= 16 && p.Select(part => part.Purpose).Distinct(StringComparer.Ordinal).Count() == p.Count)
                .WithMessage("A notice has at most 16 parts, each of another purpose.");
            RuleForEach(c => c.Parts).Must(p => p.Text.Length <= 4_000 && p.Purpose.Length is > 0 and <= 32 && p.Purpose.All(l => char.IsAsciiLetterLower(l) || char.IsAsciiDigit(l) || l == '-'))
                .WithMessage("A part has a purpose (lower-case letters, digits, dashes, at most 32) and at most 4,000 characters of text.");
        }
    }

    internal sealed class Handler(IWriteDb db, IReadDb read, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<Drafted>>
    {
        public async Task<Result<Drafted>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var text = NoticeText.Of(command.Title, command.Body, command.Parts, command.Spoken);
            var draft = await db.NoticeDraft(command.Language, cancellationToken);
            if (draft is null)
            {
                draft = new NoticeDraft(NoticeId.New(now), actor.Organization, command.Language);
                db.Add(draft);
            }

            var version = await read.NextNoticeVersion(command.Language, cancellationToken);
            draft.Write(text, version, now);
            return new Drafted(draft.Id, draft.Shown(version).Sha256, NoticeAdvice.Missing(command.Language, text), NoticeAdvice.MissingSpoken(command.Language, text));
        }
    }
}
