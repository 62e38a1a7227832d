namespace RecordsManager.Web.Api;

internal static class ApiRoutes
{
    public static void MapApi(this WebApplication app)
    {
        // Programs authenticate each request with a key, so a forged form has nothing to ride on.
        var api = app.MapGroup("/api/v1").DisableAntiforgery();
        api.MapUploads();
        api.MapDeliveries();
        api.MapCalls();
        api.MapRecordings();
        api.MapSharing();
        api.MapPolicies();
        api.MapErasures();
        app.MapTrail(api);
    }
}
