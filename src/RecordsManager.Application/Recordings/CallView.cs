using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Chapters;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>What a player shows of a call, for the product's own pages and for a share link alike.</summary>
/// <param name="Version">Grows with every change of what may be played.</param>
/// <param name="IsTogether">False: the link is for some of the people, and plays each by themselves; nothing is made of them together.</param>
/// <param name="HasVideo">Somebody's picture may be played.</param>
/// <param name="Picture">How far the scenes are made, 0 to 1.</param>
/// <param name="Trim">What a player plays unless it is asked for more; null: all.</param>
public sealed record CallView(
    RecordingId Id,
    string Title,
    string Conversation,
    DateTimeOffset StartedAt,
    long DurationMs,
    int Version,
    Readiness Readiness,
    bool IsTogether,
    bool HasVideo,
    double Picture,
    DerivativeProgress Progress,
    IReadOnlyList<LaneView> Lanes,
    IReadOnlyList<ChatView> Chat,
    IReadOnlyList<ChapterView> Chapters,
    IReadOnlyList<SceneView> Scenes,
    IReadOnlyList<CameraView> Cameras,
    Span? Trim = null)
{
    /// <summary>The playlists answer, if only with the sound.</summary>
    public bool IsPlayable => Readiness != Readiness.Nothing;
}

public enum LaneState
{
    Cleared,
    Quarantined,

    /// <summary>Refused or never answered, or the recording is gone.</summary>
    Removed,
    Erased,

    /// <summary>In the call, but nothing of them was recorded.</summary>
    NoMedia,

    /// <summary>May be played, but not through a share link: they agreed to no sharing. Only who watches through one sees this.</summary>
    NotShared,
}

/// <param name="QuarantinedUntil">When that is destroyed which no consent covers: their part, or what of it lies outside <paramref name="Plays"/>.</param>
/// <param name="Presence">Stretches of presence, ms on the timeline.</param>
/// <param name="Plays">Stretches in which something of theirs may be played; empty unless cleared.</param>
/// <param name="IsBounded">They are in the call while nothing of theirs may be played.</param>
/// <param name="Screen">Stretches with a shared screen that may be seen; empty unless cleared.</param>
/// <param name="HasVoice">There is sound of them that may be played, so that they can be heard alone.</param>
/// <param name="CameraOff">Stretches inside the camera's extent without a picture; empty unless cleared.</param>
public sealed record LaneView(
    ParticipantId Participant,
    PersonName Person,
    LaneState State,
    DateTimeOffset? QuarantinedUntil,
    IReadOnlyList<Span> Presence,
    IReadOnlyList<Span> Plays,
    bool IsBounded,
    IReadOnlyList<Span> Screen,
    IReadOnlyList<Span> CameraOff,
    bool HasVoice);

/// <summary>Somebody's pictures as they were recorded, which a player can show by themselves.</summary>
/// <param name="Codecs">RFC 6381.</param>
/// <param name="OffsetMs">Where its own time 0 lies; before the part that is shared: negative.</param>
/// <param name="Rate">Seconds of the timeline for each of its own.</param>
/// <param name="Shown">Where there are pictures, in a shared part's own time.</param>
public sealed record CameraView(TrackId Track, ParticipantId Participant, bool IsScreen, string Codecs, double OffsetMs, double Rate, IReadOnlyList<Span> Shown);

/// <summary>Milliseconds on the recording's timeline.</summary>
public sealed record Span(long FromMs, long ToMs)
{
    public static Span Of(Stretch stretch) => new(stretch.FromNs / 1_000_000, stretch.ToNs / 1_000_000);
}

/// <param name="Text">Null when withheld (no consent) or redacted (erased).</param>
public sealed record ChatView(ChatMessageId Id, long AtMs, PersonName Author, string? Text, bool IsWithheld);

/// <summary>Builds the view from whole aggregates; shows nothing of a person whose tracks are not cleared.</summary>
internal sealed class CallViews(IReadDb db, PersonNames names, IObjectRows rows, ChapterViews chapters, DerivativePlan plan, ICurrentActor actor)
{
    public const string ChatContext = "chat-text";

    /// <param name="link">
    /// As who watches through this link sees it: nothing of those who agreed to no sharing, and of a part nothing but the part, whose beginning
    /// is second zero. Null: somebody signed in.
    /// </param>
    public async Task<CallView> Of(Recording recording, ShareLink? link, CancellationToken ct)
    {
        var throughLink = link is not null;
        var part = link?.Range;
        var conversation = await db.Conversations.Where(c => c.Id == recording.Conversation).Select(c => c.Name).FirstOrDefaultAsync(ct);
        var derivatives = await db.Derivatives.Where(d => d.Recording == recording.Id).ToListAsync(ct);
        var people = await names.Of(recording.Participants.Select(p => p.Person), ct);

        var shown = (link?.Playable(recording) ?? recording.Playable(throughLink)).ToList();
        List<LaneView> lanes = [];
        foreach (var participant in recording.Participants.Where(p => link?.Plays(p.Id) != false && (part is null || IsIn(part.Value, recording, p))).OrderBy(p => p.Ordinal))
        {
            lanes.Add(Lane(recording, part, participant, people[participant.Person], shown.FindAll(t => t.Participant == participant.Id)));
        }

        var isTogether = link is not { Speakers.Count: > 0 };
        var cameras = Cameras(derivatives, shown, part);
        return new CallView(
            recording.Id, recording.Title, conversation ?? "", recording.StartedAt.AddTicks((part?.FromNs ?? 0) / 100), (part?.LengthNs ?? recording.DurationNs) / 1_000_000,
            recording.PlayVersion, ReadinessOf(recording, derivatives, link), isTogether, isTogether ? shown.Exists(t => t.Kind.IsVideo()) : cameras.Count > 0, PictureOf(recording, derivatives, link), DerivativeProgress.Of(derivatives),
            lanes, link is { WithoutChat: true } ? [] : await Chat(recording, part, (await Messages(recording, part, ct)).FindAll(m => link?.Plays(m.Participant) != false), people, throughLink, ct),
            await chapters.Of(recording, link, ct), SceneView.Of(plan, recording, link), cameras, Trim(recording.Trim, part));
    }

    /// <summary>In the part's own time; where the part lies wholly inside or wholly outside of it, nothing is passed over.</summary>
    private static Span? Trim(Stretch? trim, Stretch? part)
    {
        if (trim is not { } plays || part is not { } shared)
        {
            return trim is { } all ? Span.Of(all) : null;
        }

        return Stretch.Intersection([plays], [shared]) is [var left] && left != shared ? Span.Of(new Stretch(left.FromNs - shared.FromNs, left.ToNs - shared.FromNs)) : null;
    }

    /// <summary>Through a link for some of the people it is as good as it will be once each of their voices is made.</summary>
    internal static Readiness ReadinessOf(Recording recording, List<Derivative> derivatives, ShareLink? link)
    {
        if (link is not { Speakers.Count: > 0 })
        {
            return recording.ReadinessOf(derivatives, link is not null);
        }

        var voices = link.Playable(recording).Where(t => t.Kind.IsAudio()).Select(t => t.Participant).ToList();
        return recording.PlannedVersion == recording.PlayVersion && voices.Count > 0
            && voices.TrueForAll(v => derivatives.Exists(d => d is { Kind: DerivativeKind.Stem, State: DerivativeState.Ready } && d.Participant == v))
            ? Readiness.Sound
            : Readiness.Nothing;
    }

    internal static double PictureOf(Recording recording, List<Derivative> derivatives, ShareLink? link) =>
        link is { Speakers.Count: > 0 } ? 0 : recording.PictureOf(derivatives, link is not null);

    private static List<CameraView> Cameras(List<Derivative> derivatives, List<Track> shown, Stretch? part)
    {
        var from = part?.FromNs ?? 0;
        var made = derivatives.Where(d => d is { Kind: DerivativeKind.Remux, State: DerivativeState.Ready }).OrderBy(d => d.Ordinal);
        return [.. made.SelectMany(d => shown.Where(t => t.Id == d.Tracks[0] && t.IsWhole).Select(track => new CameraView(
            track.Id, track.Participant, track.Kind == TrackKind.Screen, RenditionJson.Read(d.Contents!).Codecs, (track.OffsetNs - from) / 1e6, track.Drift.Factor,
            [.. Stretch.Intersection(track.Covered(), [part ?? Stretch.Always]).Select(s => Span.Of(new Stretch(s.FromNs - from, s.ToNs - from)))])))];
    }

    /// <summary>Nothing is told of who was not there in the part: not that they were in the call.</summary>
    internal static bool IsIn(Stretch part, Recording recording, Participant participant) =>
        Stretch.Intersection(participant.Presence.Concat(recording.Tracks.Where(t => t.Participant == participant.Id).Select(t => t.Extent)), [part]).Count > 0;

    private static LaneView Lane(Recording recording, Stretch? part, Participant participant, PersonName name, List<Track> shown)
    {
        var tracks = recording.Tracks.Where(t => t.Participant == participant.Id).ToList();
        return new LaneView(
            participant.Id, name, StateOf(tracks, shown, name),
            tracks.Min(t => t.QuarantinedUntil),
            Of(participant.Presence),
            Of(Stretch.Intersection(Stretch.Union(shown.SelectMany(t => t.Windows)), [new(0, recording.DurationNs)])),
            shown.Exists(t => !t.IsWhole) || (shown.Count > 0 && shown.Count < tracks.Count),
            Of(shown.Where(t => t.Kind == TrackKind.Screen).SelectMany(t => t.Windows)),
            Of(Stretch.Intersection(shown.Where(t => t.Kind == TrackKind.Camera).SelectMany(t => t.Gaps), [.. shown.SelectMany(t => t.Windows)]).Where(g => g.LengthNs > 1_000_000_000)),
            shown.Exists(t => t.Kind.IsAudio()));

        IReadOnlyList<Span> Of(IEnumerable<Stretch> stretches) =>
            part is { } within ? [.. Stretch.Intersection(stretches, [within]).Select(s => Span.Of(new Stretch(s.FromNs - within.FromNs, s.ToNs - within.FromNs)))] : [.. stretches.Select(Span.Of)];
    }

    /// <summary>Some messages, for somebody signed in.</summary>
    public async Task<IReadOnlyList<ChatView>> Chat(Recording recording, IReadOnlyCollection<ChatMessageId> which, CancellationToken ct) =>
        await Chat(
            recording, part: null, await db.ChatMessages.Where(m => m.Recording == recording.Id && which.Contains(m.Id)).OrderBy(m => m.AtNs).ThenBy(m => m.Id).ToListAsync(ct),
            await names.Of(recording.Participants.Select(p => p.Person), ct), throughLink: false, ct);

    private async Task<List<ChatMessage>> Messages(Recording recording, Stretch? part, CancellationToken ct)
    {
        var (from, to) = part is { } within ? (within.FromNs, within.ToNs) : (long.MinValue, long.MaxValue); // of all of it also what came after the last sound
        return await db.ChatMessages.Where(m => m.Recording == recording.Id && m.AtNs >= from && m.AtNs < to).OrderBy(m => m.AtNs).ThenBy(m => m.Id).ToListAsync(ct);
    }

    private async Task<IReadOnlyList<ChatView>> Chat(Recording recording, Stretch? part, List<ChatMessage> messages, IReadOnlyDictionary<PersonId, PersonName> people, bool throughLink, CancellationToken ct)
    {
        var persons = people.Keys.ToList();
        var keys = await rows.PersonKeys(actor.Organization, persons, ct);

        List<ChatView> chat = [];
        foreach (var message in messages)
        {
            var author = recording.FindParticipant(message.Participant)!;
            var mayShow = recording.State == RecordingState.Kept && (author.MayBeShared || !throughLink) && author.ChatWindows.Any(w => w.Covers(message.AtNs));
            var text = mayShow
                ? await names.OpenText(message.Author, keys[persons.IndexOf(message.Author)], ChatContext + message.Id, message.SealedText, ct)
                : null;
            chat.Add(new ChatView(message.Id, (message.AtNs - (part?.FromNs ?? 0)) / 1_000_000, people[message.Author], text, !mayShow && message.SealedText is not null));
        }

        return chat;
    }

    private static LaneState StateOf(List<Track> tracks, List<Track> shown, PersonName name) =>
        name.IsErased || tracks.Exists(t => t.State == TrackState.Erased) ? LaneState.Erased
        : tracks.Count == 0 ? LaneState.NoMedia
        : shown.Count > 0 ? LaneState.Cleared
        : tracks.Exists(t => t.State == TrackState.Cleared) ? LaneState.NotShared
        : tracks.Exists(t => t.State == TrackState.Quarantined) ? LaneState.Quarantined
        : LaneState.Removed;
}
