using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Chapters;

/// <summary>The one before it goes on from here. The recording stays as it is.</summary>
public static class RemoveChapter
{
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, ChapterId Chapter) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            if ((await db.ChaptersOf(command.Recording, cancellationToken)).FirstOrDefault(c => c.Id == command.Chapter) is not { } chapter)
            {
                return ChapterErrors.NotFound;
            }

            db.Remove(chapter);
            work.Record(new LedgerFact(
                "chapter.removed", command.Recording.ToString(), null, new Dictionary<string, string> { ["chapter"] = chapter.Id.ToString(), ["atMs"] = chapter.AtMs.ToString(CultureInfo.InvariantCulture) }));
            return Result.Ok;
        }
    }
}
