using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Chapters;

/// <summary>Something new begins here; also how a proposal is taken.</summary>
public static class AddChapter
{
    /// <param name="AtMs">On the recording's timeline.</param>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, long AtMs, string? Title) : ICommand<Result<ChapterId>>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, ChapterWriter writer) : IRequestHandler<Command, Result<ChapterId>>
    {
        public async Task<Result<ChapterId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var kept = await writer.Kept(command.Recording, ct);
            if (kept.Error is { } gone)
            {
                return gone;
            }

            var title = ChapterWriter.Checked(kept.Value, command.AtMs, command.Title);
            if (title.Error is { } invalid)
            {
                return invalid;
            }

            var have = await db.ChaptersOf(command.Recording, ct);
            if (have.Any(c => c.AtMs == command.AtMs))
            {
                return ChapterErrors.TimeTaken;
            }

            if (have.Count >= Chapter.MostOfARecording)
            {
                return ChapterErrors.TooMany;
            }

            var id = await writer.Add(kept.Value, command.AtMs, title.Value, ct);
            work.Record(new LedgerFact(
                "chapter.added", command.Recording.ToString(), null, new Dictionary<string, string> { ["chapter"] = id.ToString(), ["atMs"] = command.AtMs.ToString(CultureInfo.InvariantCulture) }));
            return id;
        }
    }
}
