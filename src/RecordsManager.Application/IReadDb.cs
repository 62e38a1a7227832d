using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application;

/// <summary>Untracked reads, always of one organization.</summary>
public interface IReadDb
{
    IQueryable<Organization> Organizations { get; }

    IQueryable<Conversation> Conversations { get; }

    IQueryable<Recording> Recordings { get; }

    IQueryable<ChatMessage> ChatMessages { get; }

    IQueryable<Derivative> Derivatives { get; }

    IQueryable<Person> People { get; }

    IQueryable<ConsentEvent> ConsentEvents { get; }

    IQueryable<ConsentInvitation> ConsentInvitations { get; }

    IQueryable<Notice> Notices { get; }

    IQueryable<NoticeDraft> NoticeDrafts { get; }

    IQueryable<WidgetOrigin> WidgetOrigins { get; }

    IQueryable<ReceiptKey> ReceiptKeys { get; }

    IQueryable<ShareLink> ShareLinks { get; }

    IQueryable<Delivery> Deliveries { get; }

    IQueryable<Upload> Uploads { get; }

    IQueryable<RetentionPolicy> RetentionPolicies { get; }

    IQueryable<ErasureRequest> ErasureRequests { get; }

    IQueryable<Certificate> Certificates { get; }

    IQueryable<LedgerEntry> LedgerEntries { get; }
}

/// <summary>One line of the ledger as it was written.</summary>
/// <param name="Leaf">Canonical JSON (RFC 8785); its SHA-256 with prefix 0x00 is <paramref name="LeafHash"/> (RFC 6962).</param>
/// <param name="ChainHash">SHA-256 over the previous entry's chain hash and this leaf hash.</param>
public sealed record LedgerEntry(
    OrganizationId Organization,
    long Index,
    DateTimeOffset At,
    string Kind,
    string Object,
    string? Person,
    string Actor,
    string Leaf,
    byte[] LeafHash,
    byte[] ChainHash);
