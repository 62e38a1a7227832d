using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>The draft that was previewed becomes the version in force. From now on it is shown; it is never changed again.</summary>
public static class PublishNotice
{
    /// <param name="Sha256">Of the text that was previewed.</param>
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(string Language, string Sha256) : ICommand<Result<Published>>;

    public sealed record Published(NoticeId Id, int Version);

    internal sealed class Handler(IWriteDb db, IReadDb read, TimeProvider clock) : IRequestHandler<Command, Result<Published>>
    {
        public async Task<Result<Published>> Handle(Command command, CancellationToken cancellationToken)
        {
            var draft = await db.NoticeDraft(command.Language, cancellationToken);
            if (draft is null)
            {
                return NoticeErrors.DraftNotFound;
            }

            var notice = draft.Publish(await read.NextNoticeVersion(command.Language, cancellationToken), command.Sha256, clock.GetUtcNow());
            if (notice.Error is { } error)
            {
                return error;
            }

            db.Add(notice.Value);
            db.Remove(draft);
            return new Published(notice.Value.Id, notice.Value.Version);
        }
    }
}
