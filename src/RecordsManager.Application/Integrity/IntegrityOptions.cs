namespace RecordsManager.Application.Integrity;

/// <param name="BytesPerSecond">At which objects are read again, on one server.</param>
/// <param name="Interval">After which each is read again.</param>
public sealed record IntegrityOptions(long BytesPerSecond, TimeSpan Interval)
{
    public static readonly IntegrityOptions Default = new(10_000_000, TimeSpan.FromDays(30));
}
