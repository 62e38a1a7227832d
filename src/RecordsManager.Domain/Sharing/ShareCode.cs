namespace RecordsManager.Domain.Sharing;

/// <summary>Bounds of a one-time code: eight digits that are good for ten minutes, once, and for five tries.</summary>
public static class ShareCode
{
    public const int Digits = 8;

    public const int MostTries = 5;

    public const int MostSent = 3;

    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    /// <summary>In which no more than <see cref="MostSent"/> are sent.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
}
