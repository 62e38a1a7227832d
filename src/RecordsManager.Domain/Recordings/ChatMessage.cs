using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;

namespace RecordsManager.Domain.Recordings;

/// <summary>One message of a call's chat; its text is sealed under its author's key and gone with it.</summary>
public sealed class ChatMessage
{
    private ChatMessage()
    {
    }

    public ChatMessage(ChatMessageId id, OrganizationId organization, RecordingId recording, ParticipantId participant, PersonId author, string sourceId, long atNs, byte[] sealedText)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        Participant = participant;
        Author = author;
        SourceId = sourceId;
        AtNs = atNs;
        SealedText = sealedText;
    }

    public ChatMessageId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    public ParticipantId Participant { get; private set; }

    public PersonId Author { get; private set; }

    public string SourceId { get; private set; } = "";

    /// <summary>On the recording's timeline, nanoseconds.</summary>
    public long AtNs { get; private set; }

    /// <summary>Null once redacted.</summary>
    public byte[]? SealedText { get; private set; }

    public void Redact() => SealedText = null;
}
