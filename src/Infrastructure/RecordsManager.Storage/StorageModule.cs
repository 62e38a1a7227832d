using Microsoft.Extensions.DependencyInjection;
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
    /// <summary>Needs <see cref="IObjectRows"/> as a singleton, which Persistence registers.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Key files and blobs rely on POSIX file modes, links and fsync.");
        }

        return services
            .AddSingleton(options)
            .AddSingleton<IKekProvider, KeyFileKekProvider>()
            .AddSingleton<IBlobStore, FileSystemBlobStore>()
            .AddSingleton<IPersonCipher, PersonCipher>()
            .AddSingleton<IOrganizationCipher, OrganizationCipher>()
            .AddSingleton<ILinkSigner, LinkSigner>()
            .AddSingleton<ICheckpointPublisher, CheckpointPublisher>()
            .AddSingleton<IObjectVault, ObjectVault>();
    }
}
