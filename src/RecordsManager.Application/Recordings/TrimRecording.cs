using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Players pass over what lies before and behind, or, undone, over nothing. The recording stays as it is.</summary>
public static class TrimRecording
{
    /// <param name="Plays">Milliseconds on the recording's timeline; null: all of it again.</param>
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Command(RecordingId Recording, Span? Plays) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken) =>
            await db.Recording(command.Recording, cancellationToken) is not { } recording ? RecordingErrors.NotFound
            : command.Plays is not { } plays ? recording.TrimTo(null)
            : plays.FromMs < 0 || plays.ToMs > long.MaxValue / 1_000_000 ? RecordingErrors.TrimOutOfRange
            : recording.TrimTo(Whole(recording, plays));

        /// <summary>Clocks say milliseconds: the last of them may reach a little beyond the end.</summary>
        private static Stretch Whole(Recording recording, Span plays) =>
            new(plays.FromMs * 1_000_000, plays.ToMs == recording.DurationNs / 1_000_000 ? recording.DurationNs : plays.ToMs * 1_000_000);
    }
}
