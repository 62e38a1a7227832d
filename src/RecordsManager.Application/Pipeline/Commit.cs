using MediatR;
using RecordsManager.Domain;

namespace RecordsManager.Application.Pipeline;

/// <summary>Saves once, after the handler, only if the result is no refusal. Queries pass through.</summary>
internal sealed class Commit<TRequest, TResponse>(IUnitOfWork work) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (request is ICommand<TResponse> && response is not IOutcome { Error: not null })
        {
            await work.Commit(cancellationToken);
        }

        return response;
    }
}
