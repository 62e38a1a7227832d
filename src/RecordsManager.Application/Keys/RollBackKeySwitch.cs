using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>Undoes a switch: all keys move to a new KEK where they were before, and the other two are destroyed.</summary>
public static class RollBackKeySwitch
{
    [Requires(Permission.KeysWrite)]
    public sealed record Command : ICommand<Result<RotationView>>;

    internal sealed class Handler(KeySwitch keys) : IRequestHandler<Command, Result<RotationView>>
    {
        public Task<Result<RotationView>> Handle(Command command, CancellationToken cancellationToken) => keys.RollBack(cancellationToken);
    }
}
