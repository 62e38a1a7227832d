using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Chapters;

/// <summary>
/// Where something new begins in a recording. It ends where the next one begins, or with the recording: chapters are in order and
/// never overlap, as WebVTT wants them. The title is sealed under the organization's key and under that of everybody it names.
/// </summary>
public sealed class Chapter
{
    public const int MostOfARecording = 500;
    public const int LongestTitle = 200;

    private Chapter()
    {
    }

    public Chapter(ChapterId id, OrganizationId organization, RecordingId recording, long atMs, byte[] sealedTitle, IReadOnlyList<PersonId> named)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        AtMs = atMs;
        SealedTitle = sealedTitle;
        Named = [.. named];
    }

    public ChapterId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    /// <summary>On the recording's timeline, milliseconds.</summary>
    public long AtMs { get; private set; }

    public byte[] SealedTitle { get; private set; } = [];

    /// <summary>Who is named in the title: without the key of each of them it cannot be read.</summary>
    public IReadOnlyList<PersonId> Named { get; private set; } = [];

    public void Change(long atMs, byte[] sealedTitle, IReadOnlyList<PersonId> named) => (AtMs, SealedTitle, Named) = (atMs, sealedTitle, [.. named]);
}
