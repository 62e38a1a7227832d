using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>
/// Takes a transcript in, as a draft. A second file in the same language adds the lines of people who have none yet: a file
/// for each track is the usual way of an engine.
/// </summary>
public static class ImportTranscript
{
    /// <param name="Format">A word of <see cref="TranscriptFile.Formats"/>; null: it is found out.</param>
    /// <param name="Language">BCP 47.</param>
    /// <param name="Speaker">Whose words the whole file is; null: the file names them.</param>
    /// <param name="Speakers">Who is meant by a name of the file; the empty name: lines without one. A name that a participant has needs no entry.</param>
    /// <param name="Turns">RTTM: who speaks when, for lines that the file gives to nobody, by the same clock as the file; null: there is none.</param>
    /// <param name="OffsetMs">Where the file's zero lies on the recording's timeline.</param>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(
        RecordingId Recording, string? Format, string? Language, string Content, ParticipantId? Speaker = null, IReadOnlyDictionary<string, ParticipantId>? Speakers = null, long OffsetMs = 0, string? Turns = null)
        : ICommand<Result<TranscriptId>>;

    internal sealed class Handler(IWriteDb db, ConsentGate gate, TranscriptSpeakers speakers, TranscriptWriter writer, PersonNames names, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Command, Result<TranscriptId>>
    {
        public async Task<Result<TranscriptId>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (await db.Recording(command.Recording, ct) is not { } recording)
            {
                return RecordingErrors.NotFound;
            }

            if (recording.NotKept is { } gone)
            {
                return gone;
            }

            if (command.Language is not { } language || !Transcripts.Language.IsTag(language))
            {
                return TranscriptErrors.LanguageMalformed;
            }

            var read = TranscriptWithTurns.Read(command.Format, command.Content, command.Turns);
            if (read.Error is { } unreadable)
            {
                return unreadable;
            }

            var (format, said) = read.Value;
            var named = await speakers.Assign(recording, said, command.Speaker, command.Speakers, ct);
            if (named.Error is { } nobody)
            {
                return nobody;
            }

            var lines = Placed(recording, named.Value, command.OffsetMs);
            return lines.Error is { } misplaced ? misplaced : await Keep(recording, format, language, lines.Value, ct);
        }

        private async Task<Result<TranscriptId>> Keep(Recording recording, TranscriptFormat format, string language, IReadOnlyList<TranscriptWriter.Line> lines, CancellationToken ct)
        {
            var transcript = (await db.TranscriptsOf(recording.Id, ct)).FirstOrDefault(t => t.Language == language);
            if (transcript is null)
            {
                transcript = new Transcript(TranscriptId.New(clock.GetUtcNow()), actor.Organization, recording.Id, language, TranscriptSource.Imported, clock.GetUtcNow());
                db.Add(transcript);
            }
            else
            {
                var have = (await db.LinesOf(transcript.Id, ct)).Select(l => l.Participant).ToHashSet();
                if (lines.FirstOrDefault(l => have.Contains(l.Speaker.Id)) is { } twice)
                {
                    return TranscriptErrors.SpeakerHasLines((await names.Of(twice.Speaker.Person, ct)).DisplayName);
                }
            }

            await gate.Apply(recording, [], clock.GetUtcNow(), ct); // who agreed to being transcribed is not known of recordings from before there were transcripts
            var received = transcript.Receive(TranscriptFile.WordOf(format), await writer.Write(transcript, lines, ct));
            return received.Error is { } refused ? refused : transcript.Id;
        }

        /// <summary>On the timeline: a line may end a little after the recording, but not begin there.</summary>
        private static Result<IReadOnlyList<TranscriptWriter.Line>> Placed(Recording recording, IReadOnlyList<TranscriptWriter.Line> lines, long offsetMs)
        {
            var duration = recording.DurationNs / 1_000_000;
            List<TranscriptWriter.Line> placed = [];
            foreach (var line in lines)
            {
                var (from, to) = (line.FromMs + offsetMs, Math.Min(line.ToMs + offsetMs, duration));
                if (from < 0 || from >= to)
                {
                    return TranscriptErrors.LineInvalid($"The line at {TimeSpan.FromMilliseconds(line.FromMs):hh\\:mm\\:ss\\.fff} of the file lies outside the recording.");
                }

                placed.Add(line with { FromMs = from, ToMs = to });
            }

            return placed;
        }
    }
}
