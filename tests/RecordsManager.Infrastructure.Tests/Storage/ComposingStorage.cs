using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage;
using RecordsManager.Storage.Keys;
using RecordsManager.Storage.Keys.AwsKms;
using RecordsManager.Storage.Keys.Pkcs11;

namespace RecordsManager.Infrastructure.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class ComposingStorage
{
    [Fact]
    public void Gives_every_port_once_rows_are_there()
    {
        using var world = new StorageWorld();
        using var services = new ServiceCollection()
            .AddSingleton<IObjectRows>(world.Rows)
            .AddSingleton(Substitute.For<IWrappedKeys>())
            .AddSingleton(Substitute.For<IChangeFeed>())
            .AddSingleton(Substitute.For<IStorageDebts>())
            .AddSingleton(Substitute.For<IChangeFeed>())
            .AddSingleton(TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStorage(world.Options)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.NotNull(services.GetRequiredService<IObjectVault>());
        Assert.NotNull(services.GetRequiredService<IPersonCipher>());
        Assert.NotNull(services.GetRequiredService<IOrganizationCipher>());
    }

    [Fact]
    public void Has_those_providers_of_KEKs_that_are_set_up()
    {
        using var services = new ServiceCollection().AddStorage(Options("aws-kms")).BuildServiceProvider();

        Assert.Equal(["file", "pkcs11", "aws-kms"], services.GetServices<IKekProvider>().Select(keks => keks.Name)); // and none was asked anything yet
    }

    [Theory]
    [InlineData("pkcs11")]
    [InlineData("aws-kms")]
    [InlineData("hsm")]
    public void Refuses_to_make_keys_with_what_is_not_set_up(string provider)
    {
        var options = new StorageOptions { Root = "/", KeysFolder = "/", KekProvider = provider };

        var refusal = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddStorage(options));

        Assert.Contains($"RECORDS_KEK is {provider}", refusal.Message, StringComparison.Ordinal);
    }

    private static StorageOptions Options(string provider) => new()
    {
        Root = "/",
        KeysFolder = "/",
        KekProvider = provider,
        Pkcs11 = new Pkcs11Options("/no/such/module.so", "records", "/no/such/pin"),
        AwsKms = new AwsKmsOptions("eu-central-1"),
    };
}
