using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Playback;

/// <summary>The transcript for a page with a player, read as media are: not a word before the access stands on the ledger.</summary>
public sealed class SpokenWords(IMediator mediator, ICurrentActor actor, AccessLog accesses)
{
    /// <param name="link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <param name="playedAt">When the last play of who asks through it was counted.</param>
    /// <returns>Null where there is none to show, and where the ledger cannot be written: the page stands without it.</returns>
    public async Task<TranscriptView?> Of(CallView call, ShareLinkId? link, DateTimeOffset? playedAt, CancellationToken ct)
    {
        var opened = await mediator.Send(new OpenTranscript.Query(call.Id, link, PlayedAt: playedAt), ct);
        return opened.Failed || !await accesses.TryNote(mediator, actor, call.Id, "transcript") ? null : opened.Value;
    }
}
