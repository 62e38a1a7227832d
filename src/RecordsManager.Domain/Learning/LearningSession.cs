namespace RecordsManager.Domain.Learning;

/// <summary>One opening of the player, from <c>initialized</c> to <c>terminated</c>.</summary>
/// <param name="Id">Random; also the id of its first statement.</param>
/// <param name="PlaysFromMs">Since where it plays; null: it is paused.</param>
/// <param name="AtMs">Where it was heard of last.</param>
/// <param name="Number">Of the last moment that was followed.</param>
/// <param name="Told">Signals, without those that end it.</param>
public sealed record LearningSession(Guid Id, long? PlaysFromMs, long AtMs, DateTimeOffset HeardAt, int Number, int Told)
{
    /// <summary>A player that plays says so every ten seconds; a browser in the background at least once a minute.</summary>
    public static readonly TimeSpan SilentWhilePlaying = TimeSpan.FromMinutes(3);

    public static readonly TimeSpan SilentWhilePaused = TimeSpan.FromMinutes(30);

    /// <summary>More are not told one by one: they only count.</summary>
    public const int MostTold = 1000;

    public DateTimeOffset GivenUpAt => HeardAt + (PlaysFromMs is null ? SilentWhilePaused : SilentWhilePlaying);
}
