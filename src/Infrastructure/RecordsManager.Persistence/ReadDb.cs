using Microsoft.EntityFrameworkCore;
using RecordsManager.Application;
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

namespace RecordsManager.Persistence;

internal sealed class ReadDb(RecordsDb db) : IReadDb
{
    public IQueryable<Organization> Organizations => Of<Organization>();

    public IQueryable<Conversation> Conversations => Of<Conversation>();

    public IQueryable<Recording> Recordings => Of<Recording>().AsSplitQuery();

    public IQueryable<ChatMessage> ChatMessages => Of<ChatMessage>();

    public IQueryable<Transcript> Transcripts => Of<Transcript>();

    public IQueryable<TranscriptLine> TranscriptLines => Of<TranscriptLine>();

    public IQueryable<Transcription> Transcriptions => Of<Transcription>();

    public IQueryable<WordMark> WordMarks => Of<WordMark>();

    public IQueryable<Chapter> Chapters => Of<Chapter>();

    public IQueryable<Derivative> Derivatives => Of<Derivative>();

    public IQueryable<AwaitedRecording> AwaitedRecordings => Of<AwaitedRecording>();

    public IQueryable<Person> People => Of<Person>();

    public IQueryable<ConsentEvent> ConsentEvents => Of<ConsentEvent>();

    public IQueryable<ConsentInvitation> ConsentInvitations => Of<ConsentInvitation>();

    public IQueryable<Notice> Notices => Of<Notice>();

    public IQueryable<NoticeDraft> NoticeDrafts => Of<NoticeDraft>();

    public IQueryable<WidgetOrigin> WidgetOrigins => Of<WidgetOrigin>();

    public IQueryable<ReceiptKey> ReceiptKeys => Of<ReceiptKey>();

    public IQueryable<ShareLink> ShareLinks => Of<ShareLink>();

    public IQueryable<LearningStore> LearningStores => Of<LearningStore>();

    public IQueryable<LearningViewer> LearningViewers => Of<LearningViewer>();

    public IQueryable<LearningRegistration> LearningRegistrations => Of<LearningRegistration>();

    public IQueryable<LearningStatement> LearningStatements => Of<LearningStatement>();

    public IQueryable<LearningTally> LearningTallies => Of<LearningTally>();

    public IQueryable<Delivery> Deliveries => Of<Delivery>();

    public IQueryable<Upload> Uploads => Of<Upload>();

    public IQueryable<WatermarkPolicy> WatermarkPolicies => Of<WatermarkPolicy>();

    public IQueryable<ConsentPolicy> ConsentPolicies => Of<ConsentPolicy>();

    public IQueryable<InstalledRulePack> RulePacks => Of<InstalledRulePack>();

    public IQueryable<MyRecordingsLink> MyRecordingsLinks => Of<MyRecordingsLink>();

    public IQueryable<RetentionPolicy> RetentionPolicies => Of<RetentionPolicy>();

    public IQueryable<ErasureRequest> ErasureRequests => Of<ErasureRequest>();

    public IQueryable<Certificate> Certificates => Of<Certificate>();

    public IQueryable<KekEpoch> KekEpochs => Of<KekEpoch>();

    public IQueryable<LedgerEntry> LedgerEntries => Of<LedgerEntry>();

    public IQueryable<LedgerPayload> LedgerPayloads => Of<LedgerPayload>();

    public IQueryable<LedgerKey> LedgerKeys => Of<LedgerKey>();

    public IQueryable<LedgerCheckpoint> LedgerCheckpoints => Of<LedgerCheckpoint>();

    public IQueryable<LedgerScrub> LedgerScrubs => Of<LedgerScrub>();

    public IQueryable<ObjectDamage> ObjectDamages => Of<ObjectDamage>();

    // The database hides other organizations' rows; the filter is the same rule a second time, in code.
    private IQueryable<T> Of<T>()
        where T : class =>
        db.Set<T>().AsNoTracking().Where(row => EF.Property<OrganizationId>(row, typeof(T) == typeof(Organization) ? "Id" : "Organization") == db.Organization);
}
