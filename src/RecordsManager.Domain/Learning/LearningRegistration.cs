using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Learning;

/// <summary>
/// One viewer and one recording, over all their sessions: what was played, and whether it is completed. Turns what players say into
/// what is told, in the pattern of the Video Profile: initialized first, paused before terminated, completed once, nothing after
/// terminated; and no moment is earlier than the one before it.
/// </summary>
public sealed class LearningRegistration
{
    /// <summary>The last frame of a recording is not always played; of what has to be played it is never more than a tenth.</summary>
    private const long ToleranceMs = 500;

    /// <summary>Open at once. One more ends the one that was silent longest.</summary>
    public const int MostSessions = 5;

    private LearningRegistration()
    {
    }

    /// <param name="id">Random: the registration of xAPI.</param>
    /// <param name="activity">What is played, as a path under our origin.</param>
    /// <param name="lengthMs">Of what is played, more than 0.</param>
    public LearningRegistration(Guid id, OrganizationId organization, string viewer, RecordingId recording, string activity, long lengthMs)
    {
        Id = id;
        Organization = organization;
        Viewer = viewer;
        Recording = recording;
        Activity = activity;
        LengthMs = lengthMs;
    }

    public Guid Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public string Viewer { get; private set; } = "";

    public RecordingId Recording { get; private set; }

    public string Activity { get; private set; } = "";

    public long LengthMs { get; private set; }

    public IReadOnlyList<PlayedSegment> Segments { get; private set; } = [];

    public IReadOnlyList<LearningSession> Sessions { get; private set; } = [];

    public long SpentMs { get; private set; }

    public bool IsCompleted { get; private set; }

    /// <summary>Of the last moment.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>When the first of its sessions is given up unless it is heard of; null: none is open.</summary>
    public DateTimeOffset? SilentAt { get; private set; }

    public int Version { get; private set; }

    /// <param name="session">Random.</param>
    public IReadOnlyList<LearningSignal> Begin(Guid session, double threshold, DateTimeOffset now)
    {
        List<LearningSignal> signals = [];
        if (Sessions.Count >= MostSessions)
        {
            signals.AddRange(GiveUp(Sessions.MinBy(s => s.HeardAt)!, threshold));
        }

        var when = NotBefore(now);
        Keep(new LearningSession(session, null, 0, when, 0, 0));
        signals.Add(Signal(LearningVerb.Initialized, session, when, 0, 0, Segments));
        return signals;
    }

    /// <param name="threshold">How much has to be played for it to be completed, 0.01 to 1.</param>
    /// <returns>Null: the session is over.</returns>
    public IReadOnlyList<LearningSignal>? Follow(Guid session, PlayerMoment moment, double threshold) =>
        Sessions.FirstOrDefault(s => s.Id == session) is not { } open ? null
        : moment.Number <= open.Number ? []
        : Follow(open, moment, threshold);

    /// <summary>Ends the sessions that nobody has heard of for too long, as of when they were heard of last.</summary>
    public IReadOnlyList<LearningSignal> EndSilent(double threshold, DateTimeOffset now) =>
        [.. Sessions.Where(s => s.GivenUpAt <= now).OrderBy(s => s.HeardAt).ToList().SelectMany(s => GiveUp(s, threshold))];

    private List<LearningSignal> GiveUp(LearningSession open, double threshold) =>
        Follow(open, new PlayerMoment(PlayerEvent.Closed, open.Number + 1, open.AtMs, 0, open.HeardAt), threshold);

    private List<LearningSignal> Follow(LearningSession open, PlayerMoment moment, double threshold)
    {
        List<LearningSignal> signals = [];
        var (at, from) = (Math.Clamp(moment.AtMs, 0, LengthMs), Math.Clamp(moment.FromMs, 0, LengthMs));
        var when = NotBefore(moment.When);
        if (open.PlaysFromMs is not null && when > open.HeardAt)
        {
            var spent = when - open.HeardAt;
            SpentMs += (long)(spent < LearningSession.SilentWhilePlaying ? spent : LearningSession.SilentWhilePlaying).TotalMilliseconds;
        }

        var session = open with { HeardAt = when, Number = moment.Number, AtMs = at };
        switch (moment.Event)
        {
            case PlayerEvent.Played when open.PlaysFromMs is null:
                session = session with { PlaysFromMs = at };
                Say(LearningVerb.Played);
                break;
            case PlayerEvent.Paused or PlayerEvent.Closed when open.PlaysFromMs is { } since:
                Segments = Segments.With(since, at);
                session = session with { PlaysFromMs = null };
                Say(LearningVerb.Paused, always: moment.Event == PlayerEvent.Closed);
                break;
            case PlayerEvent.Seeked:
                Segments = open.PlaysFromMs is { } played ? Segments.With(played, from) : Segments;
                session = session with { PlaysFromMs = open.PlaysFromMs is null ? null : at };
                Say(LearningVerb.Seeked);
                break;
        }

        var seen = session.PlaysFromMs is { } goesOn ? Segments.With(goesOn, at) : Segments;
        var needed = threshold * LengthMs;
        if (!IsCompleted && seen.UnionMs() >= needed - Math.Min(ToleranceMs, needed / 10))
        {
            IsCompleted = true;
            Say(LearningVerb.Completed, always: true);
        }

        if (moment.Event == PlayerEvent.Closed)
        {
            Say(LearningVerb.Terminated, always: true);
            Drop(session);
        }
        else
        {
            Keep(session);
        }

        return signals;

        void Say(LearningVerb verb, bool always = false)
        {
            if (always || session.Told < LearningSession.MostTold)
            {
                session = session with { Told = session.Told + 1 };
                when = signals.Count == 0 ? when : NotBefore(when); // each a moment of its own, so that their order shows
                signals.Add(Signal(verb, session.Id, when, at, from, verb == LearningVerb.Completed && session.PlaysFromMs is { } plays ? Segments.With(plays, at) : Segments));
            }
        }
    }

    private LearningSignal Signal(LearningVerb verb, Guid session, DateTimeOffset when, long at, long from, IReadOnlyList<PlayedSegment> segments) =>
        new(verb, session, when, at, from, [.. segments], Math.Min(LengthMs, segments.UnionMs()), SpentMs);

    /// <summary>To the millisecond, as it is told; a clock that was put back, or a message that came late, changes no order.</summary>
    private DateTimeOffset NotBefore(DateTimeOffset when)
    {
        var whole = when.AddTicks(-(when.Ticks % TimeSpan.TicksPerMillisecond));
        LastAt = LastAt is { } last && whole <= last ? last.AddMilliseconds(1) : whole;
        return LastAt.Value;
    }

    private void Keep(LearningSession session) => Set([.. Sessions.Where(s => s.Id != session.Id), session]);

    private void Drop(LearningSession session) => Set([.. Sessions.Where(s => s.Id != session.Id)]);

    private void Set(IReadOnlyList<LearningSession> sessions)
    {
        Sessions = sessions;
        SilentAt = sessions.Count == 0 ? null : sessions.Min(s => s.GivenUpAt);
        Version++;
    }
}
