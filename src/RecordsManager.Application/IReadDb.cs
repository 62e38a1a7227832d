using RecordsManager.Application.Integrity;
using RecordsManager.Application.Ledger;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;
using RecordsManager.Domain.Sharing;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application;

/// <summary>Untracked reads, always of one organization.</summary>
public interface IReadDb
{
    IQueryable<Organization> Organizations { get; }

    IQueryable<Conversation> Conversations { get; }

    IQueryable<Recording> Recordings { get; }

    IQueryable<ChatMessage> ChatMessages { get; }

    IQueryable<Transcript> Transcripts { get; }

    IQueryable<TranscriptLine> TranscriptLines { get; }

    IQueryable<Transcription> Transcriptions { get; }

    IQueryable<WordMark> WordMarks { get; }

    IQueryable<Chapter> Chapters { get; }

    IQueryable<Derivative> Derivatives { get; }

    IQueryable<AwaitedRecording> AwaitedRecordings { get; }

    IQueryable<Person> People { get; }

    IQueryable<ConsentEvent> ConsentEvents { get; }

    IQueryable<ConsentInvitation> ConsentInvitations { get; }

    IQueryable<Notice> Notices { get; }

    IQueryable<NoticeDraft> NoticeDrafts { get; }

    IQueryable<WidgetOrigin> WidgetOrigins { get; }

    IQueryable<ReceiptKey> ReceiptKeys { get; }

    IQueryable<ShareLink> ShareLinks { get; }

    IQueryable<WatermarkPolicy> WatermarkPolicies { get; }

    IQueryable<LearningStore> LearningStores { get; }

    IQueryable<LearningViewer> LearningViewers { get; }

    IQueryable<LearningRegistration> LearningRegistrations { get; }

    IQueryable<LearningStatement> LearningStatements { get; }

    IQueryable<LearningTally> LearningTallies { get; }

    IQueryable<Delivery> Deliveries { get; }

    IQueryable<Upload> Uploads { get; }

    IQueryable<ConsentPolicy> ConsentPolicies { get; }

    IQueryable<InstalledRulePack> RulePacks { get; }

    IQueryable<MyRecordingsLink> MyRecordingsLinks { get; }

    IQueryable<RetentionPolicy> RetentionPolicies { get; }

    IQueryable<ErasureRequest> ErasureRequests { get; }

    IQueryable<Certificate> Certificates { get; }

    IQueryable<KekEpoch> KekEpochs { get; }

    IQueryable<LedgerEntry> LedgerEntries { get; }

    IQueryable<LedgerPayload> LedgerPayloads { get; }

    IQueryable<LedgerKey> LedgerKeys { get; }

    IQueryable<LedgerCheckpoint> LedgerCheckpoints { get; }

    IQueryable<LedgerScrub> LedgerScrubs { get; }

    IQueryable<ObjectDamage> ObjectDamages { get; }
}
