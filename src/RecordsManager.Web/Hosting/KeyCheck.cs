using MediatR;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Scheduling;

namespace RecordsManager.Web.Hosting;

/// <summary>
/// Before the first request, and before any job: keys and database have to belong together, and whoever was erased has to be
/// erased. An unmounted key folder stops the start; a restored database is brought up to date.
/// </summary>
internal static class KeyCheck
{
    public static async Task Demand(IServiceProvider services)
    {
        var scopes = services.GetRequiredService<SystemScopes>();
        foreach (var organization in await services.GetRequiredService<IOrganizationDirectory>().All(CancellationToken.None))
        {
            var restored = await scopes.Ask(organization, new RestoreKeys.Command(), CancellationToken.None);
            var erased = await scopes.Ask(organization, new ReplayErasures.Command(), CancellationToken.None);
            if (restored.Value + erased.Value > 0)
            {
                Console.Error.WriteLine($"The database of {organization} is a restored one: {restored.Value} keys were taken from the shelf, {erased.Value} persons were erased again.");
            }
        }
    }
}
