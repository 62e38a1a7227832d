using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Chapters;

/// <summary>
/// Takes in WebVTT of kind chapters: cues in order that do not overlap, the text of each a title. All of it or nothing. A cue's end
/// is not kept: a chapter lasts until the next one.
/// </summary>
public static class ImportChapters
{
    /// <param name="OffsetMs">Where the file's zero lies on the recording's timeline.</param>
    /// <returns>How many there were.</returns>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, string Content, long OffsetMs = 0) : ICommand<Result<int>>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, ChapterWriter writer) : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var kept = await writer.Kept(command.Recording, ct);
            if (kept.Error is { } gone)
            {
                return gone;
            }

            var read = ChapterFile.Read(command.Content);
            if (read.Error is { } unreadable)
            {
                return unreadable;
            }

            var have = await db.ChaptersOf(command.Recording, ct);
            if (have.Count + read.Value.Count > Chapter.MostOfARecording)
            {
                return ChapterErrors.TooMany;
            }

            var taken = have.Select(c => c.AtMs).ToHashSet();
            foreach (var cue in read.Value)
            {
                var atMs = cue.FromMs + command.OffsetMs;
                var title = ChapterWriter.Checked(kept.Value, atMs, cue.Text);
                if ((title.Error ?? (taken.Contains(atMs) ? ChapterErrors.TimeTaken : null)) is { } refused)
                {
                    return refused with { Message = $"The chapter at {TimeSpan.FromMilliseconds(cue.FromMs):hh\\:mm\\:ss\\.fff} of the file: {refused.Message}" };
                }

                await writer.Add(kept.Value, atMs, title.Value, ct);
            }

            work.Record(new LedgerFact("chapter.imported", command.Recording.ToString(), null, new Dictionary<string, string> { ["chapters"] = read.Value.Count.ToString(CultureInfo.InvariantCulture) }));
            return read.Value.Count;
        }
    }
}
