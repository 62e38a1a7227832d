using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Retention;

/// <summary>
/// One recording's next step of disposition, if it is due: into the bin, out of existence, or its overdue quarantine.
/// The keys of the destroyed objects go after the commit; a crash between leaves work for the next sweep.
/// </summary>
public static class DisposeRecording
{
    [Requires(Permission.System)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IObjectVault vault, IWorkSignal signal, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        private const string Method = "data keys destroyed, then bytes deleted";

        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var recording = await db.Recording(command.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var now = clock.GetUtcNow();
            List<MediaObjectId> objects = [];
            var policy = await db.RetentionPolicy(cancellationToken);
            var zone = (await db.Organization(cancellationToken)).Zone();
            if (recording.State == RecordingState.Kept)
            {
                // Not due or held is no failure: the overdue quarantine below still has to be committed.
                recording.MoveToBinWhenDue(new RetentionPeriod(0, 0, policy.GraceDays).EndAfter(now, zone), now);
            }
            else if (recording.State == RecordingState.InBin)
            {
                objects.AddRange(await Destroy(recording, policy, now, cancellationToken));
            }

            objects.AddRange(await RejectOverdue(recording, now, cancellationToken));

            if (objects.Count > 0)
            {
                var organization = actor.Organization;
                work.AfterCommit(ct => vault.Destroy(organization, objects, ct));
                work.AfterCommit(ct => signal.Poke(WorkKind.Derivatives, ct));
            }

            return Result.Ok;
        }

        private async Task<IReadOnlyList<MediaObjectId>> RejectOverdue(Recording recording, DateTimeOffset now, CancellationToken ct)
        {
            var certificate = CertificateId.New(now);
            var rejected = recording.RejectOverdue(certificate, now);
            if (rejected.Count > 0)
            {
                db.Add(new Certificate(
                    certificate, recording.Organization, recording.Id, now, rejected.Count, Method, "no consent before the deadline"));
                foreach (var line in (await db.LinesOf(recording.Id, ct)).Where(l => !recording.KeepsSound(l.Participant, l.Extent)))
                {
                    db.Remove(line); // of what was said there, nothing is kept in writing either
                }
            }

            return rejected;
        }

        private async Task<IReadOnlyList<MediaObjectId>> Destroy(Recording recording, RetentionPolicy policy, DateTimeOffset now, CancellationToken ct)
        {
            var certificate = CertificateId.New(now);
            var destroyed = recording.Destroy(certificate, now);
            if (destroyed.Failed)
            {
                return [];
            }

            List<MediaObjectId> objects = [.. destroyed.Value];
            foreach (var derivative in await db.Derivatives(recording.Id, ct))
            {
                if (derivative.Object is { } made)
                {
                    objects.Add(made);
                }

                db.Remove(derivative);
            }

            foreach (var message in await db.ChatOf(recording.Id, ct))
            {
                message.Redact();
            }

            var lines = await db.LinesOf(recording.Id, ct);
            foreach (var transcript in await db.TranscriptsOf(recording.Id, ct))
            {
                transcript.Delete(lines.Count(l => l.Transcript == transcript.Id));
                db.Remove(transcript);
            }

            foreach (var line in lines)
            {
                db.Remove(line);
            }

            foreach (var chapter in await db.ChaptersOf(recording.Id, ct))
            {
                db.Remove(chapter);
            }

            foreach (var registration in await db.LearningRegistrationsOf(recording.Id, ct))
            {
                db.Remove(registration); // who watched what of it, and what of that still waited to be told
            }

            foreach (var delivery in await db.DeliveriesOf([recording.Id], ct))
            {
                delivery.Forget();
            }

            db.Add(new Certificate(
                certificate, recording.Organization, recording.Id, now, objects.Count, Method,
                $"retention {policy.Keep}, grace {policy.GraceDays} days, policy version {policy.Version}"));
            return objects;
        }
    }
}
