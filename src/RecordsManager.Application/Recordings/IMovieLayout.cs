using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Lays a regular MP4, its index in front, over fragmented ones: nothing is decoded, copied or written, only the fragments' headers are read.</summary>
public interface IMovieLayout
{
    /// <param name="tracks">Each one's parts in the order of the timeline, made with the same settings.</param>
    /// <param name="fromNs">What the file calls second zero, on the recording's timeline.</param>
    /// <exception cref="InvalidDataException">The objects are not what the tables of contents say.</exception>
    /// <exception cref="ObjectUnreadableException">An object cannot be opened, or is damaged.</exception>
    Task<MovieFile> Of(IReadOnlyList<IReadOnlyList<OpenRendition.Part>> tracks, long fromNs, Func<MediaObjectId, CancellationToken, ValueTask<IObjectReader>> open, CancellationToken ct);
}

/// <summary>A file that lies nowhere: its head, and where the bytes behind it come from.</summary>
/// <param name="Pieces">In order, without a gap.</param>
/// <param name="Length">Bytes of all of it.</param>
public sealed record MovieFile(ReadOnlyMemory<byte> Head, IReadOnlyList<MoviePiece> Pieces, long Length);

/// <param name="At">Bytes from the file's start.</param>
/// <param name="Offset">Bytes from the object's start.</param>
public readonly record struct MoviePiece(long At, MediaObjectId Object, long Offset, int Length);
