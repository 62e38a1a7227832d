using MediatR;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Playback;

/// <summary>Which files a page may offer now; nothing is read for it.</summary>
public sealed class DownloadOffers(IMediator mediator)
{
    /// <param name="link">The share link through which it is asked, or null for somebody signed in.</param>
    /// <returns>Null where they may take none, whatever is made.</returns>
    public async Task<DownloadOffer?> Of(CallView call, ShareLinkId? link, CancellationToken ct)
    {
        var sound = await mediator.Send(new OpenDownload.Query(call.Id, link, DownloadContent.Sound), ct);
        var movie = await mediator.Send(new OpenDownload.Query(call.Id, link, DownloadContent.Movie), ct);
        return sound.Failed && sound.Error != RecordingErrors.NotFound ? null
            : new DownloadOffer(movie.Failed ? null : movie.Value.About, sound.Failed ? null : sound.Value.About, call.HasVideo && movie.Failed);
    }
}

/// <param name="Movie">Bytes of picture and sound, about; null: there is none, or not yet.</param>
/// <param name="Sound">Bytes of the sound alone, about; null: there is none, or not yet.</param>
/// <param name="AwaitsPicture">The picture is still being made.</param>
public sealed record DownloadOffer(long? Movie, long? Sound, bool AwaitsPicture);
