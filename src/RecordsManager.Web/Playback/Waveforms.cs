using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Playback;

/// <summary>Peaks for a page with a player and for what is proposed of them, read as a segment is: not a byte before the access stands on the ledger.</summary>
public sealed class Waveforms(IMediator mediator, ICurrentActor actor, AccessLog accesses)
{
    /// <param name="link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <returns>Of nobody until the recording can be played, and where the ledger cannot be written: the page stands without them.</returns>
    public async Task<IReadOnlyDictionary<ParticipantId, byte[]>> Of(CallView call, ShareLinkId? link, CancellationToken ct)
    {
        if (!call.IsPlayable || !await accesses.TryNote(mediator, actor, call.Id, "waveforms"))
        {
            return OpenWaveforms.None;
        }

        var opened = await mediator.Send(new OpenWaveforms.Query(call.Id, link), ct);
        return opened.Failed ? OpenWaveforms.None : opened.Value.Peaks;
    }

    /// <summary>For somebody signed in.</summary>
    /// <returns>Of nobody while nothing may be heard; null where the ledger cannot be written.</returns>
    public async Task<IReadOnlyDictionary<ParticipantId, byte[]>?> Of(RecordingId recording, CancellationToken ct)
    {
        var opened = await mediator.Send(new OpenWaveforms.Query(recording, null), ct);
        return opened.Failed ? OpenWaveforms.None : await accesses.TryNote(mediator, actor, recording, "waveforms") ? opened.Value.Peaks : null;
    }
}
