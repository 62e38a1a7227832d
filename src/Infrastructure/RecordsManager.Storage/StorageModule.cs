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
using RecordsManager.Storage.Keys.AwsKms;
using RecordsManager.Storage.Keys.Pkcs11;
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
            .AddKekProviders(options)
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

    /// <summary>Those that are set up: each opens what is wrapped under its KEKs, and one of them makes new ones.</summary>
    private static IServiceCollection AddKekProviders(this IServiceCollection services, StorageOptions options)
    {
        List<string> names = ["file"];
        services.AddSingleton<IKekProvider, KeyFileKekProvider>();
        if (options.Pkcs11 is { } hsm)
        {
            names.Add("pkcs11");
            services.AddSingleton<IKekProvider>(_ => new Pkcs11KekProvider(hsm));
        }

        if (options.AwsKms is { } kms)
        {
            names.Add("aws-kms");
            services.AddSingleton<IKekProvider>(_ => new AwsKmsKekProvider(kms));
        }

        return names.Contains(options.KekProvider)
            ? services
            : throw new InvalidOperationException($"RECORDS_KEK is {options.KekProvider}, and set up are: {string.Join(", ", names)}. docs/operations.md says which variables the others need.");
    }
}
