using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>
/// Puts the organization's keys under a new KEK and destroys the old one: from then on no backup made before opens whom was
/// erased before. One that was interrupted is ended first.
/// </summary>
public static class RotateKeys
{
    [Requires(Permission.KeysWrite)]
    public sealed record Command : ICommand<Result<RotationView>>;

    internal sealed class Handler(KeyRotation rotation) : IRequestHandler<Command, Result<RotationView>>
    {
        public Task<Result<RotationView>> Handle(Command command, CancellationToken cancellationToken) => rotation.Run(cancellationToken);
    }
}
