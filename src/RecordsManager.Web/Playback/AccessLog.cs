using System.Collections.Concurrent;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Playback;

/// <summary>
/// Every read of media stands on the ledger before it happens: one entry for each viewer, recording and half minute. When it
/// cannot be written nothing is read.
/// </summary>
internal sealed partial class AccessLog(TimeProvider clock, ILogger<AccessLog> log)
{
    /// <summary>How long an entry is good for further reads by the same viewer: the bound on reading past a ledger that broke meanwhile.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);

    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<(OrganizationId Organization, string Actor, RecordingId Recording), DateTimeOffset> _until = new();

    /// <returns>False when the entry could not be written.</returns>
    public async Task<bool> TryNote(IMediator mediator, ICurrentActor actor, RecordingId recording, string rendition)
    {
        var key = (actor.Organization, actor.Id, recording);
        var now = clock.GetUtcNow();
        if (_until.TryGetValue(key, out var until) && now < until)
        {
            return true;
        }

        try
        {
            // Not the request's token: an entry that is half written because a player went away would be none.
            await mediator.Send(new NoteAccess.Command(recording, rendition), CancellationToken.None);
        }
        catch (Exception failure)
        {
            NotWritten(log, failure, recording.ToString()); // whatever the reason: no entry, no media
            return false;
        }

        if (_until.Count >= Remembered)
        {
            foreach (var old in _until.Where(u => u.Value <= now))
            {
                _until.TryRemove(old);
            }
        }

        _until[key] = now + GoodFor;
        return true;
    }

    [LoggerMessage(EventId = 5100, Level = LogLevel.Error, Message = "An access to {Recording} could not be written to the ledger and was refused")]
    private static partial void NotWritten(ILogger log, Exception failure, string recording);
}
