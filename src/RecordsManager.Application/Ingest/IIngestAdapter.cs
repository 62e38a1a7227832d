using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ingest;

/// <summary>A file of a delivery as it lies, encrypted, in staging.</summary>
/// <param name="Name">Relative, with forward slashes, checked: no root, no parent, no drive.</param>
/// <param name="Sha256">Of the plaintext, lower-case hex, measured by us while it arrived.</param>
public sealed record DeliveredFile(string Name, long Length, string Sha256);

public interface IDeliveredFiles
{
    IReadOnlyList<DeliveredFile> Files { get; }

    /// <summary>A seekable, read-only stream of the plaintext.</summary>
    /// <exception cref="FileNotFoundException">No such name in this delivery.</exception>
    Task<Stream> Open(string name, CancellationToken ct);
}

/// <summary>Turns what one SFU or service delivers into the one canonical manifest. Reads hostile input; writes nothing.</summary>
public interface IIngestAdapter
{
    /// <summary>As in <c>POST /ingest/{adapter}</c>: lower case, e.g. <c>janus</c>, <c>manifest</c>.</summary>
    string Name { get; }

    /// <summary>The refusal's code, message and what-to-do are shown on the delivery's page.</summary>
    Task<Result<CanonicalManifest>> Read(IDeliveredFiles delivery, CancellationToken ct);
}

/// <param name="ExternalId">The call's id at its source; with the source it identifies a recording: the same again is the same recording.</param>
/// <param name="StartedAt">Zero of the timeline.</param>
public sealed record CanonicalManifest(
    string Source,
    string ExternalId,
    string Conversation,
    string Title,
    DateTimeOffset StartedAt,
    long DurationNs,
    IReadOnlyList<ManifestParticipant> Participants,
    IReadOnlyList<ManifestTrack> Tracks,
    IReadOnlyList<ManifestChatMessage> Chat,
    IReadOnlyList<ManifestWarning> Warnings);

/// <param name="Identity">Stable identity given by the product; the same identity is the same person within an organization.</param>
/// <param name="Location">ISO 3166-1 or 3166-2, or null when unknown.</param>
public sealed record ManifestParticipant(
    string Identity,
    string? DisplayName,
    string? Role,
    string? Location,
    IReadOnlyList<Stretch> Presence);

/// <param name="SourceTrackId">Stable within the delivery.</param>
/// <param name="Participant">Identity of a participant of the manifest; null only for a mixed track.</param>
/// <param name="OffsetNs">Where the track's first sample lies on the timeline; the medium's own first timestamp counts as zero.</param>
/// <param name="DurationNs">In the medium's own time; 0 where the source does not say.</param>
/// <param name="Gaps">Stretches of the timeline without media: camera off, loss, DTX.</param>
/// <param name="Content">Writes the medium as ffmpeg can read it (Matroska/WebM, Ogg, …), and throws <see cref="CorruptMediaException"/> where it cannot.</param>
/// <param name="Drift">Of the medium's own clock against the timeline. The content keeps its own timestamps.</param>
public sealed record ManifestTrack(
    string SourceTrackId,
    string? Participant,
    TrackKind Kind,
    string Codec,
    string Container,
    long OffsetNs,
    long DurationNs,
    IReadOnlyList<Stretch> Gaps,
    Func<Stream, CancellationToken, Task> Content,
    ClockDrift Drift = default);

public sealed record ManifestChatMessage(string SourceId, string Participant, long AtNs, string Text);

/// <summary>Something that was not as it should be and did not stop the import: a cut tail, an empty track.</summary>
public sealed record ManifestWarning(string Code, string Message, string? File);

public sealed class CorruptMediaException(Error error) : Exception(error.Message)
{
    public Error Error { get; } = error;
}
