using RecordsManager.Domain.Recordings;

namespace RecordsManager.Storage.Blobs;

/// <summary>The same name in a folder and in a bucket: a store that was copied with any tool is that store.</summary>
internal static class BlobName
{
    /// <summary>Spread by the id's last digits: they are random, while the first ones of a version 7 UUID are the date.</summary>
    internal static string Of(MediaObjectId id)
    {
        var name = id.Value.ToString("N");
        return $"{name[^4..^2]}/{name[^2..]}/{name}";
    }

    /// <summary>Null: no blob of ours.</summary>
    internal static MediaObjectId? Read(string name) =>
        Guid.TryParseExact(name[(name.LastIndexOf('/') + 1)..], "N", out var id) && Of(new MediaObjectId(id)) == name ? new MediaObjectId(id) : null;
}
