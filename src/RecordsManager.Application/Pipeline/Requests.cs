using MediatR;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Pipeline;

/// <summary>Changes state; committed once, with its ledger entries, if it succeeded.</summary>
public interface ICommand<out TResponse> : IRequest<TResponse>;

/// <summary>Reads; never commits.</summary>
public interface IQuery<out TResponse> : IRequest<TResponse>;

/// <summary>What the actor must be allowed to do. A request without it is refused.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}

/// <summary>
/// Of a command that says what happened, and so may simply be done again when somebody else changed the same aggregate at the
/// same moment: fifty people who join in one second are not fifty conflicts for the product to sort out.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RepeatsOnConflictAttribute : Attribute;
