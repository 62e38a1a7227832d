using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Learning;

/// <summary>Where the player's words arrive: nothing is recorded unless the organization switched it on, who watches agreed, and they may play.</summary>
internal sealed class LearningDesk(IWriteDb db, PlaybackGate gate, ICurrentActor actor, TimeProvider clock)
{
    /// <summary>Somebody who can be asked: a user, or the recipient of a link. Not a program with a key.</summary>
    public static bool CanBeAsked(ICurrentActor actor) =>
        actor.Id.StartsWith(Domain.Organizations.UserId.Prefix, StringComparison.Ordinal) || actor.Id.StartsWith(ShareLinkId.Prefix, StringComparison.Ordinal);

    /// <param name="Registration">Null: nothing was recorded of them and this recording yet.</param>
    public sealed record Opened(LearningStore Store, LearningViewer Viewer, LearningRegistration? Registration, Recording Recording, ShareLink? Link);

    public async Task<Result<Opened>> Open(RecordingId recording, ShareLinkId? link, CancellationToken ct)
    {
        if (!CanBeAsked(actor) || await db.LearningStore(ct) is not { IsOn: true } store)
        {
            return LearningErrors.Off;
        }

        if (await db.LearningViewer(actor.Id, ct) is not { HasAgreed: true } viewer)
        {
            return LearningErrors.NotAgreed;
        }

        var opened = await gate.Open(recording, link, ct);
        return opened.Error is { } refused ? refused
            : new Opened(store, viewer, await db.LearningRegistration(actor.Id, recording, ct), opened.Value.Recording, opened.Value.Link);
    }

    /// <summary>In the caller's transaction, with what was recorded.</summary>
    public void Queue(LearningStore store, LearningViewer viewer, LearningRegistration registration, IEnumerable<LearningSignal> signals)
    {
        foreach (var signal in signals)
        {
            var id = signal.Verb == LearningVerb.Initialized ? signal.Session : Guid.NewGuid();
            db.Add(new LearningStatement(
                new LearningStatementId(id), registration.Organization, registration.Id, VideoStatement.Word(signal.Verb),
                VideoStatement.Write(id, store.HomePage, viewer.Pseudonym!.Value, registration, store.Threshold, signal), signal.When, clock.GetUtcNow()));
        }
    }
}
