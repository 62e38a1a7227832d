using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RecordsManager.Application;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Persistence.Identity;
using RecordsManager.Persistence.Ledger;

namespace RecordsManager.Persistence;

public static class PersistenceModule
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddSingleton<TenantConnection>();
        services.AddDbContext<RecordsDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery))
            .AddInterceptors(provider.GetRequiredService<TenantConnection>()));
        services.AddScoped<IReadDb, ReadDb>();
        services.AddScoped<IWriteDb, WriteDb>();
        services.AddScoped<LedgerWriter>();
        services.AddScoped<IUnitOfWork, UnitOfWork>();
        services.AddScoped<IKeptRecordings, KeptRecordings>();
        services.AddSingleton<IObjectRows, ObjectRows>();
        services.AddSingleton<IAwaitedRecordings, AwaitedRecordings>();
        services.AddSingleton<IWrappedKeys, WrappedKeys>();
        services.AddSingleton<IObjectInventory, ObjectInventory>();
        services.AddSingleton<IObjectLocks, ObjectLocks>();
        services.AddSingleton<IStorageDebts, StorageDebts>();
        services.AddSingleton<IWorkLock, AdvisoryLocks>();
        services.AddSingleton<IOrganizationDirectory, OrganizationDirectory>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddSingleton<SignInDirectory>();
        services.AddSingleton<RememberedKeys>();
        services.AddScoped<ApiKeys>();
        services.AddScoped<IdempotentAnswers>();
        return services;
    }
}
