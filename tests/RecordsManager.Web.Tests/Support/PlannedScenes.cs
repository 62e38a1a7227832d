using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Persistence;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>Who stands where in the picture: the product's own plan, from its own database, because no address tells it.</summary>
internal static class PlannedScenes
{
    public static async Task<(Recording Recording, IReadOnlyList<WantedDerivative> Scenes)> Of(RunningProduct product, string recording, bool forRecipients = false)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddApplication().AddPersistence(product.Database.AppConnectionString);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var organization = await product.Database.Ask<Guid>("select id from organizations");
        scope.ServiceProvider.GetRequiredService<ICurrentActor>().Enter(new OrganizationId(organization[0]), "usr_test", Roles.Of(Roles.Admin));
        Assert.True(RecordingId.TryParse(recording, out var id));
        var found = await scope.ServiceProvider.GetRequiredService<IReadDb>().Recordings.FirstAsync(r => r.Id == id);
        return (found, [.. new DerivativePlan(sceneEncoding: "", new PictureHeights([])).For(found).Where(d => d.Kind == DerivativeKind.Scene && d.ForRecipients == forRecipients)]);
    }
}
