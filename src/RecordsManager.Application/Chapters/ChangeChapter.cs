using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Chapters;

/// <summary>Another title, another beginning, or both.</summary>
public static class ChangeChapter
{
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, ChapterId Chapter, long AtMs, string? Title) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, ChapterWriter writer, ChapterTitles titles) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var kept = await writer.Kept(command.Recording, ct);
            if (kept.Error is { } gone)
            {
                return gone;
            }

            var have = await db.ChaptersOf(command.Recording, ct);
            if (have.FirstOrDefault(c => c.Id == command.Chapter) is not { } chapter || await titles.Open(chapter, ct) is not { } was)
            {
                return ChapterErrors.NotFound;
            }

            var title = ChapterWriter.Checked(kept.Value, command.AtMs, command.Title);
            if (title.Error is { } invalid)
            {
                return invalid;
            }

            if (have.Any(c => c.AtMs == command.AtMs && c.Id != chapter.Id))
            {
                return ChapterErrors.TimeTaken;
            }

            if ((chapter.AtMs, was) != (command.AtMs, title.Value))
            {
                await writer.Change(kept.Value, chapter, was, command.AtMs, title.Value, ct);
                work.Record(new LedgerFact(
                    "chapter.changed", command.Recording.ToString(), null, new Dictionary<string, string> { ["chapter"] = chapter.Id.ToString(), ["atMs"] = command.AtMs.ToString(CultureInfo.InvariantCulture) }));
            }

            return Result.Ok;
        }
    }
}
