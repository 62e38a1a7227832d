using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Checkpoints;
using RecordsManager.Storage.Copies;
using RecordsManager.Storage.Keys;
using RecordsManager.Storage.Keys.AwsKms;
using RecordsManager.Storage.Keys.Pkcs11;
using RecordsManager.Storage.S3;
using RecordsManager.Storage.Vault;

namespace RecordsManager.Storage;

public static class StorageModule
{
    /// <summary>Needs <see cref="IObjectRows"/>, <see cref="IWrappedKeys"/> and <see cref="IStorageDebts"/> as singletons, which Persistence registers.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Key files and blobs rely on POSIX file modes, links and fsync.");
        }

        return services
            .AddSingleton(options)
            .AddKekProviders(options)
            .AddSingleton(options.Integrity)
            .AddSingleton<KekRing>()
            .AddSingleton<IKeyring>(provider => provider.GetRequiredService<KekRing>())
            .AddSingleton<IKeyShelf, KeyShelf>()
            .AddSingleton<IErasureJournal, ErasureJournal>()
            .AddSingleton(provider => Places(options, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => Blobs(options, provider))
            .AddSingleton<IStoragePlaces>(provider => new StoragePlaces(
                provider.GetRequiredService<IReadOnlyList<Place>>(),
                options.Locks,
                store => new ObjectVault(provider.GetRequiredService<IObjectRows>(), store, provider.GetRequiredService<KekRing>(), provider.GetRequiredService<OpenObjects>()),
                provider.GetRequiredService<IStorageDebts>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<StoragePlaces>>()))
            .AddSingleton<IPersonCipher, PersonCipher>()
            .AddSingleton<IOrganizationCipher, OrganizationCipher>()
            .AddSingleton<LinkKeyFiles>()
            .AddSingleton<ILinkKeys>(services => services.GetRequiredService<LinkKeyFiles>())
            .AddSingleton<ILinkSigner, LinkSigner>()
            .AddSingleton<ICheckpointPublisher, CheckpointPublisher>()
            .AddSingleton<SharedReaders>()
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

    private static IReadOnlyList<Place> Places(StorageOptions options, TimeProvider clock)
    {
        var first = At(Place.First, options.Bucket ?? options.Root);
        return options.Second is { } second ? [first, At(Place.Second, second)] : [first];

        Place At(string name, string where) => new(name, where, Open(where, options.Locks), clock);
    }

    /// <summary>One place that keeps nothing under lock owes nothing.</summary>
    private static IBlobStore Blobs(StorageOptions options, IServiceProvider provider)
    {
        var places = provider.GetRequiredService<IReadOnlyList<Place>>();
        return places.Count == 1 && !options.Locks ? places[0].Store : new CopiedBlobStore(places, provider.GetRequiredService<IStorageDebts>());
    }

    private static IBlobPlace Open(string where, bool locks) =>
        where.StartsWith(S3Place.Scheme, StringComparison.Ordinal)
            ? new S3BlobStore(S3Place.Connect(where, Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3"), locks))
            : new FileSystemBlobStore(where);
}
