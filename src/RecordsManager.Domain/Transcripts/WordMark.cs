using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Transcripts;

/// <summary>
/// That a line or a message holds a word, without the word: the first 64 bits of its HMAC under the organization's index key. The database takes
/// it away with the line or the message's text (migration 0024). What it gives away is in docs/adr/0037.
/// </summary>
public sealed class WordMark
{
    private WordMark()
    {
    }

    public WordMark(OrganizationId organization, RecordingId recording, Guid item, long word)
    {
        Organization = organization;
        Recording = recording;
        Item = item;
        Word = word;
    }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    /// <summary>The id of the line or the message.</summary>
    public Guid Item { get; private set; }

    public long Word { get; private set; }
}
