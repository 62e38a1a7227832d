using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Transcripts;

/// <summary>
/// What one participant says in one breath; sealed under their key and gone with it. A line is never changed: who edits it
/// writes another in its place.
/// </summary>
public sealed class TranscriptLine
{
    private TranscriptLine()
    {
    }

    public TranscriptLine(TranscriptLineId id, Transcript transcript, Participant participant, long fromMs, long toMs, byte[] sealedText)
    {
        Id = id;
        Organization = transcript.Organization;
        Transcript = transcript.Id;
        Recording = transcript.Recording;
        Participant = participant.Id;
        Speaker = participant.Person;
        FromMs = fromMs;
        ToMs = toMs;
        SealedText = sealedText;
    }

    public TranscriptLineId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public TranscriptId Transcript { get; private set; }

    public RecordingId Recording { get; private set; }

    public ParticipantId Participant { get; private set; }

    public PersonId Speaker { get; private set; }

    /// <summary>On the recording's timeline, milliseconds.</summary>
    public long FromMs { get; private set; }

    public long ToMs { get; private set; }

    public byte[] SealedText { get; private set; } = [];

    public Stretch Extent => new(FromMs * 1_000_000, ToMs * 1_000_000);
}
