using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Recordings;

/// <summary>The room or channel a call belongs to.</summary>
public sealed class Conversation
{
    private Conversation()
    {
    }

    public Conversation(ConversationId id, OrganizationId organization, string source, string externalId, string name)
    {
        Id = id;
        Organization = organization;
        Source = source;
        ExternalId = externalId;
        Name = name;
    }

    public ConversationId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public string Source { get; private set; } = "";

    public string ExternalId { get; private set; } = "";

    public string Name { get; private set; } = "";
}
