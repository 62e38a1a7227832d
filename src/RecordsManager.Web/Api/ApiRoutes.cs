using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RecordsManager.Web.Hosting;

namespace RecordsManager.Web.Api;

internal static class ApiRoutes
{
    private const int MostBytes = 1 << 20; // of JSON; uploads and rule packs have limits of their own

    public static void MapApi(this WebApplication app)
    {
        // Only a key counts here, never the sign-in cookie: a forged form has nothing to ride on.
        var keyOnly = new AuthorizationPolicyBuilder(Schemes.ApiKey).RequireAuthenticatedUser().Build();
        var api = app.MapGroup("/api/v1").RequireAuthorization(keyOnly).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        api.MapUploads();
        api.MapDeliveries();
        app.MapReconciliation(api);
        api.MapCalls();
        api.MapRecordings();
        api.MapTranscripts();
        api.MapChapters();
        api.MapTrim();
        api.MapSharing();
        api.MapPolicies();
        api.MapConsentPolicy();
        api.MapRulePacks();
        api.MapNotices();
        api.MapReminders();
        api.MapErasures();
        api.MapKeys();
        api.MapPersons();
        api.MapLedger();
        api.MapStorage();
        app.MapTrail(api);
    }
}
