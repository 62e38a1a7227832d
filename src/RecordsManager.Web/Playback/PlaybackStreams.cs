using System.Globalization;
using System.Text.Json;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.Web.Streams;

namespace RecordsManager.Web.Playback;

/// <summary>Tells an open player that what it plays has changed, the moment it does: what it has in its buffer it would play on.</summary>
internal sealed class PlaybackStreams(IServiceScopeFactory scopes, StreamHost host)
{
    /// <summary>A session that ended meanwhile does not open another stream; one that goes on gets a new token with it, before the old one ends.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private static readonly StreamedState Over = new("over", "playback", "{}", IsOver: true);

    private readonly StreamPlaces _places = new();

    /// <param name="actor">Who asked; they have been let in.</param>
    /// <param name="link">Null for somebody signed in.</param>
    public IResult Open(ICurrentActor actor, RecordingId recording, ShareLinkId? link, FollowPlayback.View first)
    {
        var (organization, id) = (actor.Organization, actor.Id);
        return new EventStream(host, _places, new StreamSource(organization, recording, State(first), Look, async ct => await Look(ct) is { IsOver: false }, Longest));

        // In a scope of its own: the request's has read already. A link is asked anew whether it is still live.
        async Task<StreamedState?> Look(CancellationToken ct)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ICurrentActor>().Enter(organization, id, link is null ? new HashSet<Permission> { Permission.RecordingsRead } : new HashSet<Permission>());
            var looked = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FollowPlayback.Query(recording, link), ct);
            return looked.Failed ? Over : State(looked.Value);
        }
    }

    private static StreamedState State(FollowPlayback.View view) => new(
        string.Create(CultureInfo.InvariantCulture, $"{view.Version}-{(view.Whole ? "whole" : view.Ready ? "sound" : "making")}-{view.Picture}-{view.Shows}"), "playback", JsonSerializer.Serialize(view, JsonSerializerOptions.Web), IsOver: false);
}
