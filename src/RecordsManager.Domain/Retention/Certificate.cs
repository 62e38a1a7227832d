using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Retention;

/// <summary>Proof that a recording was destroyed: when, under which rule, how many objects, by which method.</summary>
public sealed class Certificate
{
    private Certificate()
    {
    }

    public Certificate(CertificateId id, OrganizationId organization, RecordingId recording, DateTimeOffset issuedAt, int objects, string method, string rule)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        IssuedAt = issuedAt;
        Objects = objects;
        Method = method;
        Rule = rule;
    }

    public CertificateId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    public DateTimeOffset IssuedAt { get; private set; }

    public int Objects { get; private set; }

    public string Method { get; private set; } = "";

    public string Rule { get; private set; } = "";
}
