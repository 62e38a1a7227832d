using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent;

/// <summary>The question put to one participant at <c>/c/{token}</c>.</summary>
public sealed class ConsentInvitation
{
    private ConsentInvitation()
    {
    }

    public ConsentInvitation(ConsentInvitationId id, OrganizationId organization, RecordingId recording, ParticipantId participant, PersonId person, DateTimeOffset createdAt, DateTimeOffset expiresAt)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        Participant = participant;
        Person = person;
        CreatedAt = createdAt;
        ExpiresAt = expiresAt;
    }

    public ConsentInvitationId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    public ParticipantId Participant { get; private set; }

    public PersonId Person { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public bool IsOpen(DateTimeOffset now) => now < ExpiresAt;

    public void Answered(DateTimeOffset now) => AnsweredAt = now;
}
