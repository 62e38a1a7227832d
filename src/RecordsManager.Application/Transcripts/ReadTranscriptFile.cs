using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>Who speaks in a file, before it is taken in? Nothing is kept.</summary>
public static class ReadTranscriptFile
{
    [Requires(Permission.TranscriptsWrite)]
    public sealed record Query(RecordingId Recording, string? Format, string Content, string? Turns = null) : IQuery<Result<View>>;

    public sealed record View(int Lines, IReadOnlyList<SpeakerView> Speakers);

    /// <param name="Name">As in the file; empty for lines without one.</param>
    /// <param name="Participant">Who is called so; null: somebody has to say it.</param>
    public sealed record SpeakerView(string Name, int Lines, ParticipantId? Participant);

    internal sealed class Handler(IReadDb db, TranscriptSpeakers speakers) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken) is not { } recording)
            {
                return RecordingErrors.NotFound;
            }

            var read = TranscriptWithTurns.Read(query.Format, query.Content, query.Turns);
            if (read.Error is { } unreadable)
            {
                return unreadable;
            }

            var known = await speakers.Known(recording, cancellationToken);
            return new View(read.Value.Lines.Count, [.. read.Value.Lines.GroupBy(l => l.Speaker ?? "", StringComparer.OrdinalIgnoreCase)
                .Select(g => new SpeakerView(g.Key, g.Count(), known.TryGetValue(g.Key, out var participant) ? participant.Id : null))]);
        }
    }
}
