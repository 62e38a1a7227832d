using System.Reflection;
using System.Security.Cryptography;
using MediatR;
using RecordsManager.Domain;

namespace RecordsManager.Application.Pipeline;

/// <summary>Saves once, after the handler, only if the result is no refusal. Queries pass through.</summary>
internal sealed class Commit<TRequest, TResponse>(IUnitOfWork work) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly int Attempts = typeof(TRequest).GetCustomAttribute<RepeatsOnConflictAttribute>() is null ? 1 : 60;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Once(request, next, cancellationToken);
            }
            catch (ConcurrencyConflictException) when (attempt < Attempts)
            {
                work.Forget();
                await Task.Delay(RandomNumberGenerator.GetInt32(50), cancellationToken); // so that not all of them come again together
            }
        }
    }

    private async Task<TResponse> Once(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken ct)
    {
        var response = await next();
        if (request is ICommand<TResponse> && response is not IOutcome { Error: not null })
        {
            await work.Commit(ct);
        }

        return response;
    }
}
