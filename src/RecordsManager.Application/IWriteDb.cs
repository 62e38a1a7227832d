using RecordsManager.Application.Integrity;
using RecordsManager.Application.Recordings;
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

/// <summary>
/// Whole aggregates, tracked by this scope's unit of work. Always loaded with all they own: a handler that could forget an
/// include would see no holds and destroy evidence.
/// </summary>
public interface IWriteDb
{
    Task<Organization> Organization(CancellationToken ct);

    Task<Recording?> Recording(RecordingId id, CancellationToken ct);

    /// <summary>By the id it was announced under, or the one its first delivery came under.</summary>
    Task<Recording?> RecordingByExternalId(string source, string externalId, CancellationToken ct);

    /// <summary>Announced calls of a conversation whose announced start lies within the hour around <paramref name="startedAt"/>, and of which nothing came yet.</summary>
    Task<IReadOnlyList<Recording>> AnnouncedCalls(string source, string conversation, DateTimeOffset startedAt, CancellationToken ct);

    Task<IReadOnlyList<Recording>> RecordingsWith(PersonId person, CancellationToken ct);

    Task<int> CountRecordingsWith(PersonId person, CancellationToken ct);

    /// <summary>The next few in which an erased person is not redacted yet.</summary>
    Task<IReadOnlyList<Recording>> RecordingsThatRemember(PersonId person, int few, CancellationToken ct);

    /// <summary>Does a hold stand on a recording with the person that is not destroyed?</summary>
    Task<bool> IsHeld(PersonId person, CancellationToken ct);

    Task<Conversation?> Conversation(string source, string externalId, CancellationToken ct);

    Task<Person?> Person(PersonId id, CancellationToken ct);

    Task<Person?> PersonByIdentity(byte[] identityIndex, CancellationToken ct);

    /// <summary>Destroying the row is erasing the person.</summary>
    Task DestroyPersonKey(PersonId person, CancellationToken ct);

    /// <summary>In ascending order; the last is the current one.</summary>
    Task<IReadOnlyList<KekEpoch>> KekEpochs(CancellationToken ct);

    /// <summary>The next few messages of theirs that can still be read.</summary>
    Task<IReadOnlyList<ChatMessage>> ChatBy(PersonId author, int few, CancellationToken ct);

    Task<IReadOnlyList<ChatMessage>> ChatOf(RecordingId recording, CancellationToken ct);

    Task<Transcript?> Transcript(TranscriptId id, CancellationToken ct);

    Task<IReadOnlyList<Transcript>> TranscriptsOf(RecordingId recording, CancellationToken ct);

    Task<IReadOnlyList<TranscriptLine>> LinesOf(TranscriptId transcript, CancellationToken ct);

    /// <summary>Of all transcripts of the recording.</summary>
    Task<IReadOnlyList<TranscriptLine>> LinesOf(RecordingId recording, CancellationToken ct);

    Task<Transcription?> Transcription(TranscriptionId id, CancellationToken ct);

    Task<IReadOnlyList<Transcription>> TranscriptionsOf(RecordingId recording, CancellationToken ct);

    /// <summary>The next few lines of what they said.</summary>
    Task<IReadOnlyList<TranscriptLine>> LinesBy(PersonId speaker, int few, CancellationToken ct);

    Task<IReadOnlyList<Chapter>> ChaptersOf(RecordingId recording, CancellationToken ct);

    Task<IReadOnlyList<Derivative>> Derivatives(RecordingId recording, CancellationToken ct);

    Task<Delivery?> Delivery(DeliveryId id, CancellationToken ct);

    Task<Delivery?> DeliveryByKey(string idempotencyKey, CancellationToken ct);

    Task<IReadOnlyList<Delivery>> DeliveriesOf(IReadOnlyCollection<RecordingId> recordings, CancellationToken ct);

    Task<Upload?> Upload(UploadId id, CancellationToken ct);

    Task<IReadOnlyList<Upload>> UploadsOf(DeliveryId delivery, CancellationToken ct);

    Task<ShareLink?> ShareLink(ShareLinkId id, CancellationToken ct);

    /// <summary>Null: nobody has decided anything.</summary>
    Task<WatermarkPolicy?> WatermarkPolicy(CancellationToken ct);

    Task<LearningStore?> LearningStore(CancellationToken ct);

    Task<LearningViewer?> LearningViewer(string viewer, CancellationToken ct);

    /// <summary>Those whose mail address has this index.</summary>
    Task<IReadOnlyList<LearningViewer>> LearningViewersWith(byte[] identityIndex, CancellationToken ct);

    Task<LearningRegistration?> LearningRegistration(string viewer, RecordingId recording, CancellationToken ct);

    Task<IReadOnlyList<LearningRegistration>> LearningRegistrationsOf(string viewer, CancellationToken ct);

    Task<IReadOnlyList<LearningRegistration>> LearningRegistrationsOf(RecordingId recording, CancellationToken ct);

    /// <summary>A few of those with a session that was not heard of for too long.</summary>
    Task<IReadOnlyList<LearningRegistration>> SilentLearningRegistrations(DateTimeOffset now, int few, CancellationToken ct);

    /// <param name="now">Those that wait and are due then, the oldest first; null: any, also the dead.</param>
    Task<IReadOnlyList<LearningStatement>> DueLearningStatements(DateTimeOffset? now, int few, CancellationToken ct);

    /// <param name="which">Null: the latest few.</param>
    Task<IReadOnlyList<LearningStatement>> DeadLearningStatements(LearningStatementId? which, int few, CancellationToken ct);

    Task<LearningTally?> LearningTally(CancellationToken ct);

    Task<ConsentInvitation?> ConsentInvitation(ConsentInvitationId id, CancellationToken ct);

    Task<InstalledRulePack?> RulePack(int number, CancellationToken ct);

    Task<NoticeDraft?> NoticeDraft(string language, CancellationToken ct);

    Task<WidgetOrigin?> WidgetOrigin(string origin, CancellationToken ct);

    Task<RetentionPolicy> RetentionPolicy(CancellationToken ct);

    Task<ErasureRequest?> ErasureRequest(ErasureRequestId id, CancellationToken ct);

    Task<ErasureRequest?> ErasureRequestOf(PersonId person, CancellationToken ct);

    void Add(object aggregate);

    void AddPersonKey(PersonId person, WrappedKey key);

    void Remove(object entity);

    /// <summary>In this unit of work: the objects belong to something now and outlive their work.</summary>
    Task Attach(IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct);

    /// <summary>Those that are not repaired.</summary>
    Task<IReadOnlyList<ObjectDamage>> OpenDamages(MediaObjectId id, CancellationToken ct);
}
