using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using RecordsManager.Application;
using RecordsManager.Ingest;
using RecordsManager.Media;
using RecordsManager.Outgoing;
using RecordsManager.Persistence;
using RecordsManager.Persistence.Identity;
using RecordsManager.Printing;
using RecordsManager.Scheduling;
using RecordsManager.Storage;
using RecordsManager.Web.Security;

namespace RecordsManager.Web.Hosting;

internal static class Services
{
    /// <summary>Everything but the web: what the verb seed needs too.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services, Settings settings) => services
        .AddSingleton(settings)
        .AddSingleton(TimeProvider.System)
        .AddApplication()
        .AddSingleton<Application.Sharing.IMailer>(new SmtpMailer(Settings.Smtp))
        .AddSingleton(Settings.KeyPeriod)
        .AddSingleton(Settings.PictureHeights)
        .AddPersistence(settings.Database)
        .AddStorage(new StorageOptions
        {
            Root = settings.ObjectsFolder,
            Bucket = Settings.Bucket,
            Second = Settings.SecondStorage,
            Locks = Settings.Locks,
            Integrity = Settings.Integrity,
            KeysFolder = settings.KeysFolder,
            KekProvider = Settings.KekProvider,
            Pkcs11 = Settings.Pkcs11,
            AwsKms = Settings.AwsKms,
            PublishedCheckpoints = Settings.PublishedCheckpoints,
        })
        .AddMedia(new MediaOptions { Transcription = Settings.Transcription, ScenePreset = Settings.ScenePreset })
        .AddOutgoing(Settings.Outgoing)
        .AddIngest()
        .AddPrinting(Path.Combine(AppContext.BaseDirectory, "fonts"))
        .AddScheduling(settings.Database, settings.RunsJobs);

    public static IdentityBuilder AddUsers(this IServiceCollection services) => services
        .AddIdentityCore<User>(options =>
        {
            // NIST SP 800-63B: length, not composition.
            options.Password.RequiredLength = 15;
            options.Password.RequireDigit = false;
            options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            options.User.RequireUniqueEmail = true;
        })
        .AddEntityFrameworkStores<RecordsDb>();

    public static void AddSecurity(this IServiceCollection services, Settings settings)
    {
        services.AddUsers().AddSignInManager().AddClaimsPrincipalFactory<UserClaims>();
        services.AddScoped<SignIn>();
        services.AddDataProtection()
            .SetApplicationName("RecordsManager")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(settings.KeysFolder, "cookies"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        services.AddAuthentication(Schemes.Choose)
            .AddPolicyScheme(Schemes.Choose, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? Schemes.ApiKey : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Schemes.ApiKey, null)
            .AddCookie(IdentityConstants.ApplicationScheme, SignInCookie.Configure);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
    }

    public static void AddPagesAndApi(this IServiceCollection services)
    {
        services.AddSingleton<ModuleGraph>();
        services.AddSingleton<Playback.AccessLog>();
        services.AddSingleton<Playback.WatchedLog>();
        services.AddSingleton<Playback.Downloads>();
        services.AddScoped<Playback.DownloadOffers>();
        services.AddScoped<Playback.Waveforms>();
        services.AddScoped<Playback.SpokenWords>();
        services.AddScoped<Playback.Watermarks>();
        services.AddRazorPages(options => options.Conventions.AddPageRoute("/Links/Watch", Pages.Links.WatchModel.HandedOver));
        services.AddHttpContextAccessor();
        services.AddAntiforgery(options => options.Cookie.SameSite = SameSiteMode.Strict);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.KebabCaseLower));
            options.SerializerOptions.Converters.Add(new Api.PrefixedIdJson());
        });
        services.AddSingleton<Streams.StreamHost>();
        services.AddSingleton<Api.CaptureStreams>();
        services.AddSingleton<Playback.PlaybackStreams>();
        services.AddSingleton<Api.UploadPlaces>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Api.Problems.SayTooLong);
        services.AddExceptionHandler<Api.ExceptionProblems>();
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "RecordsManager";
            document.Info.Description = "Recordings of calls, kept as the people in them agreed. Every request carries an API key: Authorization: Bearer rmk_…";
            return Task.CompletedTask;
        }));
    }
}

internal static class Schemes
{
    public const string Choose = "records";
    public const string ApiKey = "api-key";
}
