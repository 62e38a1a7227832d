using Microsoft.EntityFrameworkCore;
using RecordsManager.Application;
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
using RecordsManager.Persistence.Model;

namespace RecordsManager.Persistence;

internal sealed class WriteDb(RecordsDb db) : IWriteDb
{
    public Task<Organization> Organization(CancellationToken ct) => db.Set<Organization>().FirstAsync(o => o.Id == db.Organization, ct);

    public Task<Recording?> Recording(RecordingId id, CancellationToken ct) => Of<Recording>().FirstOrDefaultAsync(r => r.Id == id, ct);

    public Task<Recording?> RecordingByExternalId(string source, string externalId, CancellationToken ct) =>
        Of<Recording>().FirstOrDefaultAsync(r => r.Source == source && (r.ExternalId == externalId || r.DeliveredId == externalId), ct);

    public async Task<IReadOnlyList<Recording>> AnnouncedCalls(string source, string conversation, DateTimeOffset startedAt, CancellationToken ct)
    {
        var (earliest, latest) = (startedAt.AddHours(-1), startedAt.AddHours(1));
        return await Of<Recording>()
            .Where(r => r.State == RecordingState.Announced && r.HasStart && r.Source == source && r.StartedAt >= earliest && r.StartedAt <= latest
                && db.Set<Conversation>().Any(c => c.Id == r.Conversation && c.ExternalId == conversation))
            .ToListAsync(ct);
    }

    public async Task<IReadOnlyList<Recording>> RecordingsWith(PersonId person, CancellationToken ct) =>
        await Of<Recording>().Where(r => r.Participants.Any(p => p.Person == person)).ToListAsync(ct);

    public Task<int> CountRecordingsWith(PersonId person, CancellationToken ct) => Of<Recording>().CountAsync(r => r.Participants.Any(p => p.Person == person), ct);

    public async Task<IReadOnlyList<Recording>> RecordingsThatRemember(PersonId person, int few, CancellationToken ct) =>
        await Of<Recording>().Where(r => r.Participants.Any(p => p.Person == person && !p.IsForgotten)).OrderBy(r => r.Id).Take(few).AsSplitQuery().ToListAsync(ct);

    public Task<bool> IsHeld(PersonId person, CancellationToken ct) =>
        Of<Recording>().AnyAsync(r => r.State != RecordingState.Destroyed && r.Participants.Any(p => p.Person == person) && r.Holds.Any(h => h.ReleasedAt == null), ct);

    public Task<Conversation?> Conversation(string source, string externalId, CancellationToken ct) =>
        Of<Conversation>().FirstOrDefaultAsync(c => c.Source == source && c.ExternalId == externalId, ct);

    public Task<Person?> Person(PersonId id, CancellationToken ct) => Of<Person>().FirstOrDefaultAsync(p => p.Id == id, ct);

    public async Task<Person?> PersonByIdentity(byte[] identityIndex, CancellationToken ct) =>
        db.Set<Person>().Local.FirstOrDefault(p => p.IdentityIndex is not null && p.IdentityIndex.AsSpan().SequenceEqual(identityIndex))
        ?? await Of<Person>().FirstOrDefaultAsync(p => p.IdentityIndex == identityIndex, ct);

    public async Task DestroyPersonKey(PersonId person, CancellationToken ct)
    {
        if (await Of<PersonKeyRow>().FirstOrDefaultAsync(k => k.Person == person, ct) is { } key)
        {
            db.Remove(key);
        }
    }

    public async Task<IReadOnlyList<KekEpoch>> KekEpochs(CancellationToken ct) => await Of<KekEpoch>().OrderBy(e => e.Epoch).ToListAsync(ct);

    public async Task<IReadOnlyList<ChatMessage>> ChatBy(PersonId author, int few, CancellationToken ct) =>
        await Of<ChatMessage>().Where(m => m.Author == author && m.SealedText != null).Take(few).ToListAsync(ct);

    public async Task<IReadOnlyList<ChatMessage>> ChatOf(RecordingId recording, CancellationToken ct) =>
        await Of<ChatMessage>().Where(m => m.Recording == recording).ToListAsync(ct);

    public Task<Transcript?> Transcript(TranscriptId id, CancellationToken ct) => Of<Transcript>().FirstOrDefaultAsync(t => t.Id == id, ct);

    public async Task<IReadOnlyList<Transcript>> TranscriptsOf(RecordingId recording, CancellationToken ct) =>
        await Of<Transcript>().Where(t => t.Recording == recording).ToListAsync(ct);

    public async Task<IReadOnlyList<TranscriptLine>> LinesOf(TranscriptId transcript, CancellationToken ct) =>
        await Of<TranscriptLine>().Where(l => l.Transcript == transcript).OrderBy(l => l.FromMs).ThenBy(l => l.Id).ToListAsync(ct);

    public async Task<IReadOnlyList<TranscriptLine>> LinesOf(RecordingId recording, CancellationToken ct) =>
        await Of<TranscriptLine>().Where(l => l.Recording == recording).ToListAsync(ct);

    public Task<Transcription?> Transcription(TranscriptionId id, CancellationToken ct) => Of<Transcription>().FirstOrDefaultAsync(t => t.Id == id, ct);

    public async Task<IReadOnlyList<Transcription>> TranscriptionsOf(RecordingId recording, CancellationToken ct) =>
        await Of<Transcription>().Where(t => t.Recording == recording).ToListAsync(ct);

    public async Task<IReadOnlyList<TranscriptLine>> LinesBy(PersonId speaker, int few, CancellationToken ct) =>
        await Of<TranscriptLine>().Where(l => l.Speaker == speaker).Take(few).ToListAsync(ct);

    public async Task<IReadOnlyList<Chapter>> ChaptersOf(RecordingId recording, CancellationToken ct) =>
        await Of<Chapter>().Where(c => c.Recording == recording).OrderBy(c => c.AtMs).ToListAsync(ct);

    public async Task<IReadOnlyList<Derivative>> Derivatives(RecordingId recording, CancellationToken ct) =>
        await Of<Derivative>().Where(d => d.Recording == recording).OrderBy(d => d.Kind).ThenBy(d => d.Ordinal).ToListAsync(ct);

    public Task<Delivery?> Delivery(DeliveryId id, CancellationToken ct) => Of<Delivery>().FirstOrDefaultAsync(d => d.Id == id, ct);

    public Task<Delivery?> DeliveryByKey(string idempotencyKey, CancellationToken ct) =>
        Of<Delivery>().FirstOrDefaultAsync(d => d.IdempotencyKey == idempotencyKey, ct);

    public async Task<IReadOnlyList<Delivery>> DeliveriesOf(IReadOnlyCollection<RecordingId> recordings, CancellationToken ct)
    {
        RecordingId?[] wanted = [.. recordings];
        return await Of<Delivery>().Where(d => wanted.Contains(d.Recording)).ToListAsync(ct);
    }

    public Task<Upload?> Upload(UploadId id, CancellationToken ct) => Of<Upload>().FirstOrDefaultAsync(u => u.Id == id, ct);

    public async Task<IReadOnlyList<Upload>> UploadsOf(DeliveryId delivery, CancellationToken ct) =>
        await Of<Upload>().Where(u => u.Delivery == delivery).ToListAsync(ct);

    public Task<ShareLink?> ShareLink(ShareLinkId id, CancellationToken ct) => Of<ShareLink>().FirstOrDefaultAsync(l => l.Id == id, ct);

    public Task<WatermarkPolicy?> WatermarkPolicy(CancellationToken ct) => Of<WatermarkPolicy>().FirstOrDefaultAsync(ct);

    public Task<LearningStore?> LearningStore(CancellationToken ct) => Of<LearningStore>().FirstOrDefaultAsync(ct);

    public Task<LearningViewer?> LearningViewer(string viewer, CancellationToken ct) => Of<LearningViewer>().FirstOrDefaultAsync(v => v.Viewer == viewer, ct);

    public async Task<IReadOnlyList<LearningViewer>> LearningViewersWith(byte[] identityIndex, CancellationToken ct) =>
        await Of<LearningViewer>().Where(v => v.IdentityIndex == identityIndex).ToListAsync(ct);

    public Task<LearningRegistration?> LearningRegistration(string viewer, RecordingId recording, CancellationToken ct) =>
        Of<LearningRegistration>().FirstOrDefaultAsync(r => r.Viewer == viewer && r.Recording == recording, ct);

    public async Task<IReadOnlyList<LearningRegistration>> LearningRegistrationsOf(string viewer, CancellationToken ct) =>
        await Of<LearningRegistration>().Where(r => r.Viewer == viewer).ToListAsync(ct);

    public async Task<IReadOnlyList<LearningRegistration>> LearningRegistrationsOf(RecordingId recording, CancellationToken ct) =>
        await Of<LearningRegistration>().Where(r => r.Recording == recording).ToListAsync(ct);

    public async Task<IReadOnlyList<LearningRegistration>> SilentLearningRegistrations(DateTimeOffset now, int few, CancellationToken ct) =>
        await Of<LearningRegistration>().Where(r => r.SilentAt <= now).OrderBy(r => r.SilentAt).Take(few).ToListAsync(ct);

    public async Task<IReadOnlyList<LearningStatement>> DueLearningStatements(DateTimeOffset? now, int few, CancellationToken ct) =>
        await Of<LearningStatement>().Where(s => now == null || (s.State == LearningStatementState.Waiting && s.NextAt <= now)).OrderBy(s => s.At).ThenBy(s => s.Id).Take(few).ToListAsync(ct);

    public async Task<IReadOnlyList<LearningStatement>> DeadLearningStatements(LearningStatementId? which, int few, CancellationToken ct) =>
        await Of<LearningStatement>().Where(s => s.State == LearningStatementState.Dead && (which == null || s.Id == which)).OrderByDescending(s => s.At).Take(few).ToListAsync(ct);

    public Task<LearningTally?> LearningTally(CancellationToken ct) => Of<LearningTally>().FirstOrDefaultAsync(ct);

    public Task<ConsentInvitation?> ConsentInvitation(ConsentInvitationId id, CancellationToken ct) =>
        Of<ConsentInvitation>().FirstOrDefaultAsync(i => i.Id == id, ct);

    public Task<InstalledRulePack?> RulePack(int number, CancellationToken ct) => Of<InstalledRulePack>().FirstOrDefaultAsync(p => p.Number == number, ct);

    public Task<NoticeDraft?> NoticeDraft(string language, CancellationToken ct) => Of<NoticeDraft>().FirstOrDefaultAsync(d => d.Language == language, ct);

    public Task<WidgetOrigin?> WidgetOrigin(string origin, CancellationToken ct) => Of<WidgetOrigin>().FirstOrDefaultAsync(o => o.Origin == origin, ct);

    public Task<RetentionPolicy> RetentionPolicy(CancellationToken ct) => Of<RetentionPolicy>().SingleAsync(ct);

    public Task<ErasureRequest?> ErasureRequest(ErasureRequestId id, CancellationToken ct) => Of<ErasureRequest>().FirstOrDefaultAsync(r => r.Id == id, ct);

    public Task<ErasureRequest?> ErasureRequestOf(PersonId person, CancellationToken ct) => Of<ErasureRequest>().FirstOrDefaultAsync(r => r.Person == person, ct);

    public void Add(object aggregate) => db.Add(aggregate);

    public void AddPersonKey(PersonId person, WrappedKey key) =>
        db.Add(new PersonKeyRow { Person = person, Organization = db.Organization!.Value, Epoch = key.Epoch, Blob = key.Blob, Check = key.Check });

    public void Remove(object entity) => db.Remove(entity);

    public async Task Attach(IReadOnlyCollection<MediaObjectId> objects, CancellationToken ct)
    {
        var rows = await Of<MediaObjectRow>().Where(o => objects.Contains(o.Id)).ToListAsync(ct);
        foreach (var row in rows)
        {
            db.Entry(row).Property(r => r.IsAttached).CurrentValue = true;
        }
    }

    public async Task<IReadOnlyList<ObjectDamage>> OpenDamages(MediaObjectId id, CancellationToken ct) =>
        await Of<ObjectDamage>().Where(d => d.Object == id && d.RepairedAt == null).ToListAsync(ct);

    private IQueryable<T> Of<T>()
        where T : class =>
        db.Set<T>().Where(row => EF.Property<OrganizationId>(row, "Organization") == db.Organization);
}
