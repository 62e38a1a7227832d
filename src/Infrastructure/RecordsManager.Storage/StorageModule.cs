using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Checkpoints;
using RecordsManager.Storage.Keys;
using RecordsManager.Storage.Vault;

namespace RecordsManager.Storage;

public static class StorageModule
{
    /// <summary>Needs <see cref="IObjectRows"/> and <see cref="IWrappedKeys"/> as singletons, which Persistence registers.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Key files and blobs rely on POSIX file modes, links and fsync.");
        }

        return services
            .AddSingleton(options)
            .AddSingleton<IKekProvider, KeyFileKekProvider>()
            .AddSingleton<KekRing>()
            .AddSingleton<IKeyring>(provider => provider.GetRequiredService<KekRing>())
            .AddSingleton<IBlobStore, FileSystemBlobStore>()
            .AddSingleton<IKeyShelf, KeyShelf>()
            .AddSingleton<IErasureJournal, ErasureJournal>()
            .AddSingleton<IPersonCipher, PersonCipher>()
            .AddSingleton<IOrganizationCipher, OrganizationCipher>()
            .AddSingleton<ILinkSigner, LinkSigner>()
            .AddSingleton<ICheckpointPublisher, CheckpointPublisher>()
            .AddSingleton<OpenObjects>()
            .AddHostedService<ErasureWatch>()
            .AddSingleton<IObjectVault, ObjectVault>();
    }
}
