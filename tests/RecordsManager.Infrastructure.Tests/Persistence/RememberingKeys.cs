using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Persistence.Identity;
using RecordsManager.ProductSupport;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Persistence;

/// <summary>An API key that is used again and again, and what ends it.</summary>
public sealed class RememberingKeys : IAsyncLifetime
{
    private readonly TimedClock _elapsed = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
    private Workbench _bench = null!;
    private RememberedKeys _remembered = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IChangeFeed Feed => _bench.Services.GetRequiredService<IChangeFeed>();

    public async ValueTask InitializeAsync()
    {
        _bench = await Workbench.Create();
        _remembered = new RememberedKeys(Feed, _elapsed);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("revoked_at = now()", false)]
    [InlineData("expires_at = now() - interval '10 years'", false)]
    [InlineData("role = 'auditor'", true)]
    public async Task A_change_of_it_counts_as_soon_as_it_is_told(string change, bool enters)
    {
        await Listen();
        var key = await Create();
        Assert.Equal((true, true), await Enters(key));
        Assert.NotNull(_remembered.Find(Id(key)));

        await Tell($"update api_keys set {change} where id = '{Id(key)}'");

        while (_remembered.Find(Id(key)) is not null)
        {
            await Task.Delay(1, Ct); // the notification is on its way
        }

        Assert.Equal((enters, false), await Enters(key));
    }

    [Fact]
    public async Task Another_secret_opens_nothing_though_the_key_is_remembered()
    {
        await Listen();
        var key = await Create();
        await Enters(key);

        Assert.Equal((false, false), await Enters(key[..^1] + (key[^1] == 'A' ? 'B' : 'A')));
        Assert.Equal((true, true), await Enters(key));
    }

    [Fact]
    public async Task It_ends_at_its_end_though_it_is_remembered()
    {
        await Listen();
        var key = await Create();
        await Enters(key);

        _bench.Clock.Advance(TimeSpan.FromHours(1));

        Assert.NotNull(_remembered.Find(Id(key)));
        Assert.Equal((false, false), await Enters(key));
    }

    [Fact]
    public async Task It_is_read_again_after_two_seconds()
    {
        await Listen();
        var key = await Create();
        await Enters(key);

        _elapsed.Advance(RememberedKeys.GoodFor - TimeSpan.FromTicks(1));
        Assert.NotNull(_remembered.Find(Id(key)));

        _elapsed.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_remembered.Find(Id(key)));
    }

    [Fact]
    public async Task Nothing_is_remembered_while_nobody_listens()
    {
        var key = await Create();

        Assert.Equal((true, true), await Enters(key));

        Assert.Equal(0, _remembered.Count);
    }

    private static string Id(string key) => key.Substring("rmk_live_".Length, 8);

    private async Task<string> Create()
    {
        var key = "";
        await _bench.In(_bench.Organization, async services =>
        {
            key = services.GetRequiredService<ApiKeys>().Create("a test's", Roles.Admin, TimeSpan.FromHours(1));
            await services.GetRequiredService<IUnitOfWork>().Commit(Ct);
        });
        return key;
    }

    private async Task<(bool Enters, bool MayRead)> Enters(string key)
    {
        await using var scope = _bench.Services.CreateAsyncScope();
        var entered = await ActivatorUtilities.CreateInstance<ApiKeys>(scope.ServiceProvider, _remembered).TryEnter(key, Ct);
        return (entered, scope.ServiceProvider.GetRequiredService<ICurrentActor>().May(Permission.RecordingsRead));
    }

    private async Task Listen()
    {
        foreach (var service in _bench.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(Ct);
        }

        while (Feed.ErasureMark is null)
        {
            await Task.Delay(1, Ct);
        }
    }

    private async Task Tell(string sql)
    {
        await using var superuser = NpgsqlDataSource.Create(_bench.Database.SuperuserConnectionString);
        await using var command = superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
