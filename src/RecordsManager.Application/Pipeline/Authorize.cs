using System.Reflection;
using MediatR;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Pipeline;

/// <summary>Deny by default. Has no type constraint on purpose: the container silently drops a constrained behaviour that does not fit.</summary>
internal sealed class Authorize<TRequest, TResponse>(ICurrentActor actor) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly Permission? Required = typeof(TRequest).GetCustomAttribute<RequiresAttribute>()?.Permission;

    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (Required is not { } permission || !actor.May(permission))
        {
            throw new NotAllowedException(typeof(TRequest).DeclaringType?.Name ?? typeof(TRequest).Name);
        }

        return next();
    }
}

/// <summary>Becomes 403, or 404 where the thing itself must not be known.</summary>
public sealed class NotAllowedException(string act) : Exception($"Not allowed: {act}.");
