using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Scheduling;

/// <summary>
/// Runs work for every organization, one scope a step: what fails for one recording or one organization leaves the others
/// alone, and is tried again by the next sweep.
/// </summary>
public sealed partial class SystemScopes(IServiceScopeFactory scopes, IOrganizationDirectory organizations, ILogger<SystemScopes> log)
{
    public async Task ForEach<TItem>(IRequest<IReadOnlyList<TItem>> find, Func<TItem, IRequest<Result>> work, CancellationToken ct)
    {
        foreach (var organization in await organizations.All(ct))
        {
            foreach (var item in await Ask(organization, find, ct))
            {
                await Try(organization, item, work, ct);
            }
        }
    }

    /// <summary>The same for work that takes long: what is to be done is asked anew after each item, so that what is urgent by then comes next. Each item once.</summary>
    public async Task ForNext<TItem>(IRequest<IReadOnlyList<TItem>> find, Func<TItem, IRequest<Result>> work, CancellationToken ct)
        where TItem : struct
    {
        foreach (var organization in await organizations.All(ct))
        {
            HashSet<TItem> done = [];
            while ((await Ask(organization, find, ct)).Where(item => !done.Contains(item)).Select(item => (TItem?)item).FirstOrDefault() is { } next)
            {
                done.Add(next);
                await Try(organization, next, work, ct);
            }
        }
    }

    private async Task Try<TItem>(OrganizationId organization, TItem item, Func<TItem, IRequest<Result>> work, CancellationToken ct)
    {
        try
        {
            await Ask(organization, work(item), ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            WorkFailed(log, failure, item!.ToString()!);
        }
    }

    public async Task<T> Ask<T>(OrganizationId organization, IRequest<T> request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ICurrentActor>().Enter(organization, SystemActor.Id, SystemActor.Permissions);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct);
    }

    public async Task Everywhere<T>(Func<IRequest<T>> request, CancellationToken ct)
    {
        foreach (var organization in await organizations.All(ct))
        {
            try
            {
                await Ask(organization, request(), ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                WorkFailed(log, failure, organization.ToString());
            }
        }
    }

    [LoggerMessage(EventId = 3100, Level = LogLevel.Error, Message = "Work on {Item} failed; the next sweep tries again")]
    private static partial void WorkFailed(ILogger log, Exception failure, string item);
}
