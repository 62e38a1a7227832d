using RecordsManager.Storage.Blobs;

namespace RecordsManager.Storage.Copies;

/// <summary>A place that failed is left alone for half a minute: each request would wait for its answer otherwise.</summary>
/// <param name="address">Where it is, as configured.</param>
internal sealed class Place(string name, string address, IBlobPlace store, TimeProvider clock)
{
    internal const string First = "first";
    internal const string Second = "second";

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;

    internal string Name => name;

    internal string Address => address;

    internal IBlobPlace Store => store;

    internal bool IsResting => clock.GetUtcNow() - _failedAt < Rest;

    internal void Failed(Exception why) => _failedAt = why is StorageUnavailableException ? clock.GetUtcNow() : _failedAt;

    /// <summary>Down, refusing, full, or a folder that is gone: whatever it is, the other place may do.</summary>
    internal static bool IsItsFault(Exception failure) =>
        failure is UnauthorizedAccessException or (IOException and not BlobExistsException and not BlobLockedException);
}
