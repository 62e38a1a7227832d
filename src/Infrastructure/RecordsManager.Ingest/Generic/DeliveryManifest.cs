using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Generic;

/// <summary>A manifest of schema <c>recman.delivery/1</c> (ingest.md §21.2): well-formed and with resolving references, not yet held against its files.</summary>
internal sealed record DeliveryManifest(
    string Source,
    string ExternalId,
    string Conversation,
    string Title,
    long StartedNs,
    long? EndedNs,
    Clocks Clocks,
    IReadOnlyList<DeclaredParticipant> Participants,
    IReadOnlyList<DeclaredTrack> Tracks,
    IReadOnlyDictionary<string, DeclaredFile> Files,
    IReadOnlyList<DeclaredChat> Chats,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<string> Ignored);

internal sealed record DeclaredParticipant(
    string Id, string Identity, string? DisplayName, string? Role, string? Location, IReadOnlyList<DeclaredStay> Stays);

internal sealed record DeclaredStay(long JoinedNs, long? LeftNs);

internal sealed record DeclaredTrack(Node At, string Id, string? Identity, TrackKind Kind, string Codec, IReadOnlyList<DeclaredSegment> Segments);

/// <param name="LastAnchor">Of the last time stamp: with the first it tells the drift of the medium's clock.</param>
/// <param name="DurationNs">In the medium's own time; 0 where the manifest does not say the last time stamp.</param>
/// <param name="DriftPpm">As the producer states it.</param>
/// <param name="Gaps">In the medium's own time, counted from its first time stamp.</param>
internal sealed record DeclaredSegment(Node At, DeclaredFile File, Anchor Anchor, Anchor? LastAnchor, long DurationNs, double? DriftPpm, IReadOnlyList<Stretch> Gaps);

internal sealed record DeclaredFile(
    Node At, string Id, string Uri, string Name, string? MediaType, long? Bytes, string? Sha256, FileState State);

internal enum FileState
{
    Complete,
    Truncated,
    Missing,
    Empty,
}

internal sealed record DeclaredChat(Node At, DeclaredFile File);
