using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Transcripts;

public enum TranscriptionState
{
    Waiting,
    Done,
    Failed,
}

/// <summary>That the engine is to write down what one participant says; each of their own sound, so that nobody has to guess who speaks.</summary>
public sealed class Transcription
{
    /// <summary>After so many failures somebody has to ask again.</summary>
    public const int MostAttempts = 3;

    private Transcription()
    {
    }

    public Transcription(TranscriptionId id, OrganizationId organization, RecordingId recording, ParticipantId participant, string language, DateTimeOffset requestedAt)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        Participant = participant;
        Language = language;
        RequestedAt = requestedAt;
    }

    public TranscriptionId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    public ParticipantId Participant { get; private set; }

    public string Language { get; private set; } = "";

    public TranscriptionState State { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Of the last attempt; holds no word and no name.</summary>
    public string? Failure { get; private set; }

    /// <summary>Lines that were written.</summary>
    public int Lines { get; private set; }

    public void Ask(DateTimeOffset now)
    {
        (State, RequestedAt, FinishedAt, Attempts, Failure) = (TranscriptionState.Waiting, now, null, 0, null);
    }

    public void Complete(int lines, DateTimeOffset now)
    {
        (State, Lines, FinishedAt, Failure) = (TranscriptionState.Done, lines, now, null);
    }

    /// <summary>Tried again by the schedule until <see cref="MostAttempts"/>.</summary>
    public void Fail(string failure, DateTimeOffset now)
    {
        Attempts++;
        (State, Failure, FinishedAt) = (Attempts < MostAttempts ? TranscriptionState.Waiting : TranscriptionState.Failed, failure, now);
    }
}
