using System.Collections.Concurrent;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Playback;

/// <summary>
/// Every read of media stands on the ledger before it happens, and every refusal after it: one entry for each viewer, recording,
/// outcome and half minute; for each kind of file that is downloaded another. When a read cannot be written nothing is read.
/// </summary>
public sealed partial class AccessLog(TimeProvider clock, ILogger<AccessLog> log)
{
    /// <summary>How long an entry is good for further reads by the same viewer: the bound on reading past a ledger that broke meanwhile.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);

    private const int Remembered = 10_000;

    private const string Read = "";

    /// <summary>The outcome is <see cref="Read"/>, what was downloaded, or the code of a refusal.</summary>
    private readonly ConcurrentDictionary<(OrganizationId Organization, string Actor, RecordingId Recording, string Outcome), DateTimeOffset> _until = new();

    /// <returns>False when the entry could not be written.</returns>
    public Task<bool> TryNote(IMediator mediator, ICurrentActor actor, RecordingId recording, string rendition) => TryNote(mediator, actor, recording, rendition, Read);

    /// <summary>Whoever has just played it has not yet taken a file.</summary>
    /// <returns>False when the entry could not be written.</returns>
    public Task<bool> TryNoteDownload(IMediator mediator, ICurrentActor actor, RecordingId recording, DownloadContent content)
    {
        var what = content == DownloadContent.Movie ? "download" : "download-sound";
        return TryNote(mediator, actor, recording, what, what);
    }

    private async Task<bool> TryNote(IMediator mediator, ICurrentActor actor, RecordingId recording, string rendition, string outcome)
    {
        var key = (actor.Organization, actor.Id, recording, outcome);
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

        Forget(now);
        _until[key] = now + GoodFor;
        return true;
    }

    /// <summary>
    /// The half minute is taken before the entry is written, so that many who ask at once write one. A refusal that cannot be
    /// written is one all the same.
    /// </summary>
    /// <param name="refused">One of <see cref="PlaybackErrors"/>.</param>
    public async Task NoteRefusal(IMediator mediator, ICurrentActor actor, RecordingId recording, Error refused)
    {
        var key = (actor.Organization, actor.Id, recording, refused.Code);
        var now = clock.GetUtcNow();
        Forget(now);
        if (_until.TryGetValue(key, out var until) ? now < until || !_until.TryUpdate(key, now + GoodFor, until) : !_until.TryAdd(key, now + GoodFor))
        {
            return;
        }

        try
        {
            await mediator.Send(new NoteRefusal.Command(recording, refused), CancellationToken.None); // who is refused may be gone already
        }
        catch (Exception failure)
        {
            _until.TryRemove(key, out _);
            RefusalNotWritten(log, failure, recording.ToString());
        }
    }

    private void Forget(DateTimeOffset now)
    {
        if (_until.Count >= Remembered)
        {
            foreach (var old in _until.Where(u => u.Value <= now))
            {
                _until.TryRemove(old);
            }
        }
    }

    [LoggerMessage(EventId = 5100, Level = LogLevel.Error, Message = "An access to {Recording} could not be written to the ledger and was refused")]
    private static partial void NotWritten(ILogger log, Exception failure, string recording);

    [LoggerMessage(EventId = 5101, Level = LogLevel.Error, Message = "A refused access to {Recording} could not be written to the ledger")]
    private static partial void RefusalNotWritten(ILogger log, Exception failure, string recording);
}
