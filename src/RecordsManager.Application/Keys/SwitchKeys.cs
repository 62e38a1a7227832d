using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>Moves the organization's keys to another provider, on trial. One that was interrupted goes on where it was.</summary>
public static class SwitchKeys
{
    [Requires(Permission.KeysWrite)]
    public sealed record Command(string Provider) : ICommand<Result<SwitchView>>;

    internal sealed class Handler(KeySwitch keys) : IRequestHandler<Command, Result<SwitchView>>
    {
        public Task<Result<SwitchView>> Handle(Command command, CancellationToken cancellationToken) => keys.Begin(command.Provider, cancellationToken);
    }
}
