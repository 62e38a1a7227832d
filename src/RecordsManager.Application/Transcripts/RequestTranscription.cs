using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>
/// Asks the engine to write down everybody whose consent covers it and who has no lines in the language yet. Asking again tries
/// again what had failed.
/// </summary>
public static class RequestTranscription
{
    /// <param name="Language">BCP 47, what they speak.</param>
    /// <returns>How many people's speech is written down.</returns>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, string? Language) : ICommand<Result<int>>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IWorkSignal signal, ConsentGate gate, ITranscriptionEngine engine, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            if (await db.Recording(command.Recording, ct) is not { } recording)
            {
                return RecordingErrors.NotFound;
            }

            if (!engine.IsOn)
            {
                return TranscriptErrors.EngineOff;
            }

            if (command.Language is not { } language || !Language.IsTag(language))
            {
                return TranscriptErrors.LanguageMalformed;
            }

            await gate.Apply(recording, [], clock.GetUtcNow(), ct);
            var transcript = (await db.TranscriptsOf(recording.Id, ct)).FirstOrDefault(t => t.Language == language);
            if (transcript is { State: TranscriptState.Approved })
            {
                return TranscriptErrors.Approved;
            }

            var written = transcript is null ? [] : (await db.LinesOf(transcript.Id, ct)).Select(l => l.Participant).ToHashSet();
            var asked = recording.Transcribable().Where(p => !written.Contains(p.Id)).ToList();
            if (asked.Count == 0)
            {
                return TranscriptErrors.NobodyToTranscribe;
            }

            var before = await db.TranscriptionsOf(recording.Id, ct);
            foreach (var participant in asked)
            {
                if (before.FirstOrDefault(t => t.Participant == participant.Id && t.Language == language) is { } again)
                {
                    again.Ask(clock.GetUtcNow());
                }
                else
                {
                    db.Add(new Transcription(TranscriptionId.New(clock.GetUtcNow()), actor.Organization, recording.Id, participant.Id, language, clock.GetUtcNow()));
                }

                work.Record(new LedgerFact("transcript.requested", recording.Id.ToString(), participant.Person, new Dictionary<string, string> { ["participant"] = participant.Id.ToString(), ["language"] = language }));
            }

            work.AfterCommit(token => signal.Poke(WorkKind.Transcriptions, token));
            return asked.Count;
        }
    }
}
