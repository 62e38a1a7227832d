using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <summary>At each start: keys and database are made to belong together, or nobody is served.</summary>
public static class RestoreKeys
{
    [Requires(Permission.System)]
    public sealed record Command : ICommand<Result<int>>;

    internal sealed class Handler(KeyRestoration restoration) : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command command, CancellationToken cancellationToken) => await restoration.Run(cancellationToken);
    }
}
