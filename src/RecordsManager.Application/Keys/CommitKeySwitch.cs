using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>The switch is for good: what is left is moved, and the former KEK destroyed.</summary>
public static class CommitKeySwitch
{
    [Requires(Permission.KeysWrite)]
    public sealed record Command : ICommand<Result<RotationView>>;

    internal sealed class Handler(KeySwitch keys) : IRequestHandler<Command, Result<RotationView>>
    {
        public Task<Result<RotationView>> Handle(Command command, CancellationToken cancellationToken) => keys.Commit(cancellationToken);
    }
}
