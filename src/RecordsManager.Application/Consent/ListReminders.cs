using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>Whose answer is waited for, until when, and when they are to be reminded?</summary>
public static class ListReminders
{
    [Requires(Permission.ConsentRead)]
    public sealed record Query : IQuery<IReadOnlyList<WaitingAnswer>>;

    internal sealed class Handler(WaitingAnswers waiting) : IRequestHandler<Query, IReadOnlyList<WaitingAnswer>>
    {
        public Task<IReadOnlyList<WaitingAnswer>> Handle(Query query, CancellationToken cancellationToken) => waiting.All(cancellationToken);
    }
}
