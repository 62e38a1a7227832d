using RecordsManager.Application.Pipeline;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Web.Hosting;

/// <summary>
/// Before the first request: an unmounted key folder would otherwise look like a new installation, get a new KEK, and seal
/// new recordings under a key that the next mount hides again.
/// </summary>
internal static class KeyCheck
{
    public static async Task Demand(IServiceProvider services)
    {
        var keks = services.GetRequiredService<IKekProvider>();
        foreach (var organization in await services.GetRequiredService<IOrganizationDirectory>().All(CancellationToken.None))
        {
            await keks.Check(organization, CancellationToken.None);
        }
    }
}
