using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>All changes of an editor at once, or none of them.</summary>
public static class EditTranscript
{
    /// <param name="Seen">The version that was edited.</param>
    /// <param name="Lines">What is new, and what says something else now; a line that is named by nothing here stays as it is.</param>
    /// <param name="Removed">Lines that are no more.</param>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, TranscriptId Transcript, int Seen, IReadOnlyList<Line> Lines, IReadOnlyList<TranscriptLineId> Removed) : ICommand<Result>;

    /// <param name="Instead">The line that it replaces; null: a new one.</param>
    public sealed record Line(TranscriptLineId? Instead, ParticipantId Participant, long FromMs, long ToMs, string Text);

    internal sealed class Handler(IWriteDb db, TranscriptWriter writer) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (await db.Recording(command.Recording, ct) is not { } recording || await db.Transcript(command.Transcript, ct) is not { } transcript || transcript.Recording != recording.Id)
            {
                return TranscriptErrors.NotFound;
            }

            var lines = (await db.LinesOf(transcript.Id, ct)).ToDictionary(l => l.Id);
            var goes = command.Lines.Select(l => l.Instead).OfType<TranscriptLineId>().Concat(command.Removed).Distinct().ToList();
            if (goes.Exists(id => !lines.ContainsKey(id)))
            {
                return TranscriptErrors.ChangedMeanwhile;
            }

            if (goes.Exists(id => !recording.MayShowWords(lines[id].Participant, lines[id].Extent, throughLink: false)))
            {
                return TranscriptErrors.LineInvalid("A line is withheld: nobody changes what they may not read.");
            }

            var written = Written(recording, command.Lines);
            if (written.Error is { } invalid)
            {
                return invalid;
            }

            if (transcript.Edit(command.Seen, written.Value.Count, command.Removed.Count) is { Failed: true } refused)
            {
                return refused;
            }

            if (lines.Count - goes.Count + written.Value.Count > TranscriptFile.MostLines)
            {
                return TranscriptErrors.TooLarge;
            }

            goes.ForEach(id => db.Remove(lines[id]));
            await writer.Write(transcript, written.Value, ct);
            return Result.Ok;
        }

        private static Result<IReadOnlyList<TranscriptWriter.Line>> Written(Recording recording, IReadOnlyList<Line> lines)
        {
            var duration = recording.DurationNs / 1_000_000;
            List<TranscriptWriter.Line> written = [];
            foreach (var line in lines)
            {
                var (place, text) = ($"The line at {TimeSpan.FromMilliseconds(line.FromMs):hh\\:mm\\:ss\\.fff}", CueText.Plain(line.Text));
                if (recording.FindParticipant(line.Participant) is not { } speaker)
                {
                    return TranscriptErrors.LineInvalid($"{place} is of nobody in this call.");
                }

                if (text.Length is 0 or > TranscriptFile.MostCharacters)
                {
                    return TranscriptErrors.LineInvalid(text.Length == 0 ? $"{place} is empty: delete it instead." : $"{place} has more than 2,000 characters.");
                }

                if (line.FromMs < 0 || line.ToMs <= line.FromMs || line.ToMs > duration)
                {
                    return TranscriptErrors.LineInvalid(line.ToMs <= line.FromMs ? $"{place} ends before it begins." : $"{place} lies outside the recording.");
                }

                written.Add(new TranscriptWriter.Line(speaker, line.FromMs, line.ToMs, text));
            }

            return written;
        }
    }
}
