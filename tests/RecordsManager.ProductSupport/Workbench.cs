using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using RecordsManager.Application;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Retention;
using RecordsManager.Ingest;
using RecordsManager.Media;
using RecordsManager.Media.Transcription;
using RecordsManager.Outgoing;
using RecordsManager.Persistence;
using RecordsManager.Storage;
using RecordsManager.Storage.Keys.Pkcs11;
using RecordsManager.TestSupport;

namespace RecordsManager.ProductSupport;

/// <summary>
/// Real handlers, pipeline, PostgreSQL, storage and ffmpeg in this process, with a clock that tests move and without the
/// schedule: jobs run when a test sends their commands.
/// </summary>
public sealed class Workbench : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    private Workbench(TestDatabase database, string folder, ServiceProvider provider, FakeClock clock, OrganizationId organization)
    {
        Database = database;
        Folder = folder;
        _provider = provider;
        Clock = clock;
        Organization = organization;
    }

    public TestDatabase Database { get; }

    public string Folder { get; }

    public FakeClock Clock { get; }

    public OrganizationId Organization { get; }

    public IServiceProvider Services => _provider;

    public static async Task<Workbench> Create(DateTimeOffset? now = null, string timeZone = "Europe/Berlin", string establishedIn = "DE", bool secondCopy = false, Pkcs11Options? hsm = null, bool locks = false, TranscriptionOptions? transcription = null, Uri? lrs = null, IReadOnlyList<int>? heights = null)
    {
        var clock = new FakeClock(now ?? new DateTimeOffset(2026, 11, 20, 16, 0, 0, TimeSpan.Zero));
        var bench = On(await TestDatabase.Create(), Directory.CreateTempSubdirectory("records-workbench-").FullName, clock, OrganizationId.New(clock.GetUtcNow()), secondCopy, hsm, locks, transcription, lrs, heights);
        await bench.AddOrganization(bench.Organization, timeZone, establishedIn);
        return bench;
    }

    /// <summary>On a database and a folder that are there already: another node, or what was restored from a backup.</summary>
    public static Workbench On(TestDatabase database, string folder, FakeClock clock, OrganizationId organization, bool secondCopy = false, Pkcs11Options? hsm = null, bool locks = false, TranscriptionOptions? transcription = null, Uri? lrs = null, IReadOnlyList<int>? heights = null) =>
        new(database, folder, Compose(database, folder, clock, secondCopy, hsm, locks, transcription, lrs, heights), clock, organization);

    /// <summary>The product's parts without its server, on a database and a folder with <c>storage/</c> and <c>keys/</c>.</summary>
    public static ServiceProvider Compose(TestDatabase database, string folder, TimeProvider clock, bool secondCopy = false, Pkcs11Options? hsm = null, bool locks = false, TranscriptionOptions? transcription = null, Uri? lrs = null, IReadOnlyList<int>? heights = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(clock);
        services.AddSingleton(new KeyPeriod(TimeSpan.FromDays(7)));
        services.AddSingleton(new PictureHeights(heights ?? []));
        services.AddApplication().AddPersistence(database.AppConnectionString)
            .AddStorage(new StorageOptions { Root = Path.Combine(folder, "storage"), KeysFolder = Path.Combine(folder, "keys"), Second = secondCopy ? Path.Combine(folder, "second") : null, Pkcs11 = hsm, Locks = locks })
            .AddMedia(new MediaOptions { Transcription = transcription, ScenePreset = "ultrafast" }).AddOutgoing(new OutgoingOptions(lrs is null ? [] : [lrs])).AddIngest();
        services.AddSingleton<IWorkSignal, NoSchedule>();
        services.AddSingleton<Mailbox>();
        services.AddSingleton<Application.Sharing.IMailer>(provider => provider.GetRequiredService<Mailbox>());
        return services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Another tenant beside the first.</summary>
    public async Task AddOrganization(OrganizationId organization, string timeZone = "Europe/Berlin", string establishedIn = "DE")
    {
        await In(organization, async services =>
        {
            var db = services.GetRequiredService<IWriteDb>();
            db.Add(new Organization(organization, "Northquay", timeZone, establishedIn));
            db.Add(new RetentionPolicy(RetentionPolicyId.New(Clock.GetUtcNow()), organization, new RetentionPeriod(0, 0, 90), 30, Clock.GetUtcNow()));
            await services.GetRequiredService<IUnitOfWork>().Commit(CancellationToken.None);
        });

        // Not by the use case: the ledger of a test begins with what the test does.
        await _provider.GetRequiredService<IKeyring>().Make(organization, "file", 1, CancellationToken.None);
        await using var superuser = NpgsqlDataSource.Create(Database.SuperuserConnectionString);
        await using var epoch = superuser.CreateCommand("insert into kek_epochs (organization_id, epoch, provider, made_at, is_on_trial) values ($1, 1, 'file', $2, false)");
        epoch.Parameters.AddWithValue(organization.Value);
        epoch.Parameters.AddWithValue(Clock.GetUtcNow());
        await epoch.ExecuteNonQueryAsync();
    }

    public Task<T> Send<T>(IRequest<T> request, string role = Roles.Admin) => Send(Organization, request, Roles.Of(role));

    public Task<T> SendAsSystem<T>(IRequest<T> request) => Send(Organization, request, SystemActor.Permissions);

    public Task<T> Send<T>(OrganizationId organization, IRequest<T> request, IReadOnlySet<Permission> permissions) => SendAs("usr_test", request, permissions, organization);

    /// <param name="actor">As the ledger names who acts.</param>
    public async Task<T> SendAs<T>(string actor, IRequest<T> request, IReadOnlySet<Permission> permissions, OrganizationId? organization = null)
    {
        await using var scope = _provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ICurrentActor>().Enter(organization ?? Organization, actor, permissions);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>A scope of the organization, for what a test must do without a use case.</summary>
    public async Task In(OrganizationId organization, Func<IServiceProvider, Task> act)
    {
        await using var scope = _provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ICurrentActor>().Enter(organization, SystemActor.Id, Roles.Of(Roles.Admin));
        await act(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Tests run the jobs themselves.</summary>
    private sealed class NoSchedule : IWorkSignal
    {
        public Task Poke(WorkKind kind, CancellationToken ct) => Task.CompletedTask;
    }
}
