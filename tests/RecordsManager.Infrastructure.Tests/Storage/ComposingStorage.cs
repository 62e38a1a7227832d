using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage;

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
            .AddSingleton(TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStorage(world.Options)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.NotNull(services.GetRequiredService<IObjectVault>());
        Assert.NotNull(services.GetRequiredService<IPersonCipher>());
        Assert.NotNull(services.GetRequiredService<IOrganizationCipher>());
    }
}
