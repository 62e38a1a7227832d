namespace RecordsManager.Domain.Learning;

public enum PlayerEvent
{
    Played,

    /// <summary>Also the end of the recording.</summary>
    Paused,
    Seeked,

    /// <summary>It goes on playing: nothing is told, but what was played until then counts, whatever becomes of the browser.</summary>
    Alive,

    /// <summary>The player was left.</summary>
    Closed,
}

/// <param name="Number">In its session, ascending: what is told twice counts once.</param>
/// <param name="AtMs">Where, on the timeline of what is played; after a seek, where it went.</param>
/// <param name="FromMs">Of a seek: where it was before.</param>
public sealed record PlayerMoment(PlayerEvent Event, int Number, long AtMs, long FromMs, DateTimeOffset When);
