using Microsoft.AspNetCore.HttpOverrides;
using Npgsql;
using RecordsManager.Web.Api;
using RecordsManager.Web.Playback;
using RecordsManager.Web.Security;

namespace RecordsManager.Web.Hosting;

internal static class Server
{
    public static async Task<int> Run(string[] args)
    {
        var settings = Settings.FromEnvironment();
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // Paths carry link tokens: the framework's own request log stays off.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        builder.Services.AddRecords(settings);
        builder.Services.AddSecurity(settings);
        builder.Services.AddPagesAndApi();
        var app = builder.Build();
        Configure(app);
        await app.RunAsync();
        return 0;
    }

    private static void Configure(WebApplication app)
    {
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedFor });
        app.UseStrictHeaders();
        app.UseExceptionHandler("/error");
        app.UseWhen(IsApi, api => api.UseStatusCodePages()); // problem details (RFC 9457), also for a bare 401 or 404
        app.UseWhen(context => !IsApi(context), pages => pages.UseStatusCodePagesWithReExecute("/error", "?status={0}"));
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapRazorPages();
        app.MapApi();
        app.MapPlayback();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", Ready).AllowAnonymous().ExcludeFromDescription();
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    private static async Task<IResult> Ready(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select 1");
        await command.ExecuteScalarAsync(ct);
        return Results.Text("ready");
    }
}
