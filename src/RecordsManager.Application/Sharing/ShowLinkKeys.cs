using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Sharing;

/// <summary>Which keys sign and verify what is handed over in addresses?</summary>
public static class ShowLinkKeys
{
    [Requires(Permission.KeysWrite)]
    public sealed record Query : IQuery<IReadOnlyList<LinkKey>>;

    internal sealed class Handler(ILinkKeys keys) : IRequestHandler<Query, IReadOnlyList<LinkKey>>
    {
        public Task<IReadOnlyList<LinkKey>> Handle(Query query, CancellationToken cancellationToken) => keys.All(cancellationToken);
    }
}
