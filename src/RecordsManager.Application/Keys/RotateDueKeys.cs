using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>Rotates when the epoch has lasted its time, and ends a rotation that was interrupted.</summary>
public static class RotateDueKeys
{
    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result>;

    internal sealed class Handler(KeyRotation rotation) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken) =>
            await rotation.IsDue(cancellationToken) ? new Result((await rotation.Run(cancellationToken)).Error) : Result.Ok;
    }
}
