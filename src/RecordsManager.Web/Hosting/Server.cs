using Microsoft.AspNetCore.HttpOverrides;
using Npgsql;
using RecordsManager.Application.Keys;
using RecordsManager.Storage.Blobs;
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
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning); // by its full name, so that no setting is more exact
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error); // it warns that our no-store is stricter than its own
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        builder.Services.AddRecords(settings);
        builder.Services.AddSecurity(settings);
        builder.Services.AddPagesAndApi();
        builder.Services.AddSingleton<KeyHealth>();
        var app = builder.Build();
        Configure(app);
        try
        {
            await KeyCheck.Demand(app.Services);
        }
        catch (Exception refusal) when (refusal is KekUnavailableException or StorageUnavailableException)
        {
            await Console.Error.WriteLineAsync($"Not started: nobody is served before it is known whom to forget. {refusal.Message}");
            return 1;
        }

        await app.RunAsync();
        return 0;
    }

    private static void Configure(WebApplication app)
    {
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedFor });
        app.UseStrictHeaders();
        app.UseTus();
        app.UseExceptionHandler("/error");
        app.UseWhen(IsForPrograms, api => api.UseStatusCodePages()); // problem details, from AddProblemDetails
        app.UseWhen(http => !IsForPrograms(http), pages => pages.UseStatusCodePagesWithReExecute("/error", "?status={0}"));
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseWhen(Idempotency.Applies, once => once.UseMiddleware<Idempotency>());
        app.MapRazorPages();
        app.MapApi();
        app.MapPlayback();
        app.MapReceiptKeys();
        app.MapErrorPages();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", Ready).AllowAnonymous().ExcludeFromDescription();
    }

    private static bool IsForPrograms(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || http.Request.Path.Value!.Contains("/media/", StringComparison.Ordinal);

    private static async Task<IResult> Ready(NpgsqlDataSource database, KeyHealth keys, HttpContext http, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select 1");
        await command.ExecuteScalarAsync(ct);
        if (await keys.IsGood(ct))
        {
            return Results.Text("ready");
        }

        http.Response.Headers.RetryAfter = ExceptionProblems.RetryAfter;
        return Results.Text(ExceptionProblems.KeysUnavailable, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
