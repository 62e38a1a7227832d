using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ingest;

/// <summary>What participants last said to being recorded: nothing is missing of who said no.</summary>
internal static class LastAnswers
{
    public static readonly IReadOnlyDictionary<ParticipantId, Answer> None = new Dictionary<ParticipantId, Answer>();

    /// <returns>Of those calls in which anybody answered.</returns>
    public static async Task<IReadOnlyDictionary<RecordingId, IReadOnlyDictionary<ParticipantId, Answer>>> Of(IReadDb db, IReadOnlyCollection<RecordingId> calls, CancellationToken ct) =>
        (await db.ConsentEvents.Where(e => calls.Contains(e.Recording)).ToListAsync(ct))
            .Where(e => e.IsAnswer)
            .GroupBy(e => e.Recording)
            .ToDictionary(
                call => call.Key,
                IReadOnlyDictionary<ParticipantId, Answer> (call) => call.GroupBy(e => e.Participant).ToDictionary(said => said.Key, said => Last(said)));

    private static Answer Last(IEnumerable<ConsentEvent> said)
    {
        var last = said.InOrder().Last();
        return new Answer(last.Kind == ConsentEventKind.Granted, last.At);
    }
}
