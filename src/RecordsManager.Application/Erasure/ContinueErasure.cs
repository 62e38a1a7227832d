using MediatR;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Erasure;

/// <summary>The next step of an erasure; each may be repeated. It is complete when what remains has been made anew.</summary>
public static class ContinueErasure
{
    [Requires(Permission.System)]
    public sealed record Command(ErasureRequestId Request) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, PersonEraser eraser, IUnitOfWork work, IWorkSignal signal, KeyPeriod period, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var request = await db.ErasureRequest(command.Request, cancellationToken);
            if (request is null)
            {
                return ErasureErrors.RequestNotFound;
            }

            if (request.State is ErasureState.Deferred or ErasureState.Requested && await db.Person(request.Person, cancellationToken) is { } person && !await db.IsHeld(request.Person, cancellationToken))
            {
                await eraser.DestroyKey(request, person, cancellationToken);
            }
            else if (request.State == ErasureState.KeyDestroyed)
            {
                await eraser.ForgetOutside(request, cancellationToken);
                while (await eraser.RedactSome(request, cancellationToken))
                {
                    await work.Commit(cancellationToken);
                }

                request.WasRedacted(clock.GetUtcNow());
                work.AfterCommit(ct => signal.Poke(WorkKind.Derivatives, ct));
            }
            else if (request.State == ErasureState.Redacted && await EverythingIsRemade(request, cancellationToken))
            {
                request.Complete(clock.GetUtcNow(), await ForgottenInBackupsBy(request, cancellationToken));
            }

            return Result.Ok;
        }

        /// <summary>At once if a rotation came after the erasure, otherwise when the current epoch has lasted its time.</summary>
        private async Task<DateTimeOffset?> ForgottenInBackupsBy(ErasureRequest request, CancellationToken ct) =>
            await db.KekEpochs(ct) is [.., var current] ? current.MadeAt > request.KeyDestroyedAt ? current.MadeAt : current.MadeAt + period.Length : null;

        private async Task<bool> EverythingIsRemade(ErasureRequest request, CancellationToken ct)
        {
            foreach (var recording in await db.RecordingsWith(request.Person, ct))
            {
                var derivatives = await db.Derivatives(recording.Id, ct);
                if (recording.IsPlayable && (derivatives.Count == 0 || derivatives.Any(d => d.State == DerivativeState.Waiting)))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
