using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Retention;

/// <summary>
/// What lies outside a cleared track's windows is played to nobody and waits for consent like a whole track; at the deadline
/// the track is made over without it and the old object destroyed. A hold, an answer or a withdrawal that comes meanwhile
/// wins: the commit fails, and the next sweep looks anew.
/// </summary>
public static class DestroyUncoveredParts
{
    [Requires(Permission.System)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(
        IWriteDb db, IUnitOfWork work, IWorkLock locks, IObjectVault vault, TrackTrimmer trimmer, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        private const string Method = "track made over without them, data key of the original destroyed, then its bytes deleted";

        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var unit = $"cut|{command.Recording}";
            await using var mine = await locks.TryTake(unit, ct);
            if (mine is null || await db.Recording(command.Recording, ct) is not { } recording)
            {
                return Result.Ok;
            }

            await vault.DestroyUnattached(actor.Organization, unit, ct);
            foreach (var track in recording.WithOverdueParts(clock.GetUtcNow()))
            {
                if (await trimmer.Trim(recording, track, unit, ct) is { } trimmed)
                {
                    await Replace(recording, track, trimmed, ct);
                }
            }

            return Result.Ok;
        }

        private async Task Replace(Recording recording, Track track, CutMedium trimmed, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var certificate = CertificateId.New(now);
            var old = recording.RejectParts(track, trimmed, certificate);
            db.Add(new Certificate(certificate, recording.Organization, recording.Id, now, 1, Method, "no consent for parts of it before the deadline"));
            foreach (var line in (await db.LinesOf(recording.Id, ct)).Where(l => !recording.KeepsSound(l.Participant, l.Extent)))
            {
                db.Remove(line); // of what was said there, nothing is kept in writing either
            }

            await db.Attach([trimmed.Object], ct);
            await work.Commit(ct);
            await vault.Destroy(actor.Organization, [old], ct);
        }
    }
}
