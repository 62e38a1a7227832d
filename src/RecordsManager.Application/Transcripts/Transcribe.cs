using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>
/// One participant's speech goes to the engine, without what their consent does not cover, and comes back as lines of a draft.
/// The sound passes through memory only.
/// </summary>
public static class Transcribe
{
    public const int SampleRate = 16_000;

    [Requires(Permission.System)]
    public sealed record Command(TranscriptionId Transcription) : ICommand<Result>;

    internal sealed class Handler(
        IWriteDb db, IWorkLock locks, IObjectVault vault, IMediaEngine media, ITranscriptionEngine engine, TranscriptWriter writer, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await using var mine = await locks.TryTake($"transcribe|{command.Transcription}", ct);
            if (mine is null || await db.Transcription(command.Transcription, ct) is not { State: TranscriptionState.Waiting } asked || await db.Recording(asked.Recording, ct) is not { } recording)
            {
                return Result.Ok;
            }

            if (recording.Transcribable().FirstOrDefault(p => p.Id == asked.Participant) is not { } speaker)
            {
                asked.Complete(0, clock.GetUtcNow()); // taken back since it was asked for
                return Result.Ok;
            }

            try
            {
                asked.Complete(await Keep(recording, speaker, asked, await Listen(recording, speaker, asked.Language, ct), ct), clock.GetUtcNow());
            }
            catch (Exception failure) when (failure is RenderFailedException or TranscriptionFailedException or ObjectUnreadableException && !Outage.Is(failure)) // an outage is no attempt
            {
                asked.Fail((failure as TranscriptionFailedException ?? failure.InnerException as TranscriptionFailedException ?? failure).Message, clock.GetUtcNow());
            }

            return Result.Ok;
        }

        private async Task<IReadOnlyList<ReadLine>> Listen(Recording recording, Participant speaker, string language, CancellationToken ct)
        {
            List<IObjectReader> opened = [];
            try
            {
                List<AudioInput> inputs = [];
                foreach (var track in recording.Playable(throughLink: false).Where(t => t.Participant == speaker.Id && !t.Kind.IsVideo()).OrderBy(t => t.OffsetNs))
                {
                    opened.Add(await vault.Open(recording.Organization, track.Object, ct));
                    inputs.Add(AudioInput.Of(track, opened[^1]));
                }

                IReadOnlyList<ReadLine> lines = [];
                var samples = (long)(recording.DurationNs / 1e9 * SampleRate);
                await media.RenderSpeech(inputs, recording.DurationNs, SampleRate, async (pcm, token) => lines = await engine.Transcribe(pcm, samples, language, token), ct);
                return lines;
            }
            finally
            {
                foreach (var reader in opened)
                {
                    await reader.DisposeAsync();
                }
            }
        }

        /// <summary>An engine hears words in silence; where nobody may be heard there are none.</summary>
        private async Task<int> Keep(Recording recording, Participant speaker, Transcription asked, IReadOnlyList<ReadLine> heard, CancellationToken ct)
        {
            var duration = recording.DurationNs / 1_000_000;
            var lines = heard.Select(l => l with { ToMs = Math.Min(l.ToMs, duration) })
                .Where(l => l.FromMs >= 0 && l.FromMs < l.ToMs && recording.MayShowWords(speaker.Id, new Stretch(l.FromMs * 1_000_000, l.ToMs * 1_000_000), throughLink: false))
                .Select(l => new TranscriptWriter.Line(speaker, l.FromMs, l.ToMs, l.Text)).ToList();
            var transcript = (await db.TranscriptsOf(recording.Id, ct)).FirstOrDefault(t => t.Language == asked.Language);
            if (lines.Count == 0 || transcript is { State: TranscriptState.Approved } || (transcript is not null && (await db.LinesOf(transcript.Id, ct)).Any(l => l.Participant == speaker.Id)))
            {
                return 0; // somebody gave their words meanwhile
            }

            if (transcript is null)
            {
                transcript = new Transcript(TranscriptId.New(clock.GetUtcNow()), actor.Organization, recording.Id, asked.Language, TranscriptSource.Engine, clock.GetUtcNow());
                db.Add(transcript);
            }

            var written = await writer.Write(transcript, lines, ct);
            transcript.Receive("engine", written);
            return written;
        }
    }
}
